"""What each browser test starts from: a running service, a host who is signed in, browsers, screenshots."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from desktop import moving_page, pattern_page, virtual_desktop
from host import HostConsole
from nearhand import ROOT, Running
from sound import SoundSystem, sound_system

CHROMIUM = "/usr/bin/chromium"
# Chromium refuses its own sandbox to root, as which continuous integration runs.
SANDBOX = ["--no-sandbox", "--test-type"] if os.geteuid() == 0 else []
# Chromium's own camera shows a moving shape on green; its microphone beeps each second.
FAKE_DEVICES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SCREENSHOTS = ROOT / ".local" / "screenshots"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def headless_browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=SANDBOX)
    yield started
    started.close()


@pytest.fixture
def browser(headless_browser: Browser) -> Iterator[Browser]:
    """A browser without a screen, for consoles and for customers who show nothing; its pages end with the test."""
    yield headless_browser
    # Pages of sessions that ended go on working, and would take the processor from later tests.
    for context in headless_browser.contexts:
        context.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Running]:
    """The service and a host's node on free ports, with a folder of their own."""
    running = Running(
        "demo", "--wait", "--no-browser", "--port", "0", "--stun-port", "0", "--data", str(tmp_path / "data"),
        home=tmp_path / "home",
    )
    running.wait_for(r"^Console: ")
    yield running
    if running.is_running:
        assert running.stop() == 0, "\n".join(running.lines)


@pytest.fixture
def host(site: Running, browser: Browser, shots) -> Iterator[HostConsole]:
    """The console of a host who has signed in with the one-time password."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
    console = HostConsole(context.new_page(), shots)
    console.open(site.wait_for(r"^Console: (.+)$")[1])
    console.sign_in(
        name=site.wait_for(r"^Account: (\S+)$")[1],
        one_time_password=site.wait_for(r"^One-time password: (\S+)$")[1],
    )
    yield console
    context.close()


@pytest.fixture
def shots(request: pytest.FixtureRequest):
    """Takes a screenshot of a page under the test's name."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    test = re.sub(r"\W+", "-", request.node.name.removeprefix("test_"))

    def take(page, name: str) -> Path:
        path = SCREENSHOTS / f"{test}-{name}.png"
        page.screenshot(path=path)
        return path

    return take


@pytest.fixture
def customer_desktop() -> Iterator[str]:
    """A display of the customer's own, with a window manager."""
    with virtual_desktop() as display:
        yield display


@pytest.fixture
def pattern(playwright: Playwright, customer_desktop: str, tmp_path: Path) -> Iterator[None]:
    """A window of four known colours that fills the customer's display."""
    yield from full_screen(playwright, customer_desktop, tmp_path, pattern_page(tmp_path))


@pytest.fixture
def movement(playwright: Playwright, customer_desktop: str, tmp_path: Path) -> Iterator[None]:
    """A window that fills the customer's display and in which something always moves."""
    yield from full_screen(playwright, customer_desktop, tmp_path, moving_page(tmp_path))


def full_screen(playwright: Playwright, display: str, folder: Path, address: str) -> Iterator[None]:
    context = playwright.chromium.launch_persistent_context(
        folder / "pattern-profile",
        executable_path=CHROMIUM,
        headless=False,
        args=[*SANDBOX, f"--app={address}", "--kiosk", "--window-size=1280,800"],
        env={**os.environ, "DISPLAY": display},
        no_viewport=True,
    )
    page = context.pages[0]
    page.wait_for_load_state()
    # A window manager fits it to the monitors that there are at that moment, which may change later.
    page.wait_for_function("matchMedia('(display-mode: fullscreen)').matches && innerWidth === 1280 && innerHeight === 800")
    yield
    context.close()


@pytest.fixture
def customer_browser(playwright: Playwright, customer_desktop: str, tmp_path: Path) -> Iterator[Browser]:
    """The customer's browser on their display; its picker chooses the whole screen by itself, after *Allow*."""
    started = playwright.chromium.launch(
        executable_path=CHROMIUM,
        headless=False,
        args=[
            *SANDBOX,
            "--auto-select-desktop-capture-source=Entire screen",
            "--window-size=500,500",
            "--window-position=700,250",
        ],
        env={**os.environ, "DISPLAY": customer_desktop},
    )
    yield started
    started.close()


@pytest.fixture
def sound() -> Iterator[SoundSystem]:
    with sound_system() as system:
        yield system


@pytest.fixture
def calling_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a camera and a microphone, for both people."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*SANDBOX, *FAKE_DEVICES])
    yield started
    started.close()


@pytest.fixture
def calling_host(sound: SoundSystem, calling_browser: Browser, shots, tmp_path: Path) -> Iterator[HostConsole]:
    """A host whose node has a sound system and whose page has a camera, with a session started."""
    site = Running(
        "demo", "--wait", "--no-browser", "--port", "0", "--stun-port", "0", "--data", str(tmp_path / "data"),
        home=tmp_path / "home", environment=sound.environment,
    )
    context = calling_browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
    console = HostConsole(context.new_page(), shots)
    console.open(site.wait_for(r"^Console: (.+)$")[1])
    console.sign_in(
        name=site.wait_for(r"^Account: (\S+)$")[1],
        one_time_password=site.wait_for(r"^One-time password: (\S+)$")[1],
    )
    console.start_session()
    yield console
    context.close()
    assert site.stop() == 0, "\n".join(site.lines)
