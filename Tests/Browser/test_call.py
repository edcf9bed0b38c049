"""Voice and camera: offered by the host, joined by each person's own press, heard, seen, muted, ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from conftest import CHROMIUM, SANDBOX
from customer import CustomerPage, native_customer
from host import HostConsole
from nearhand import Running
from sound import SoundSystem, loudness, sound_system
from test_launch import eventually

# Chromium's own camera shows a moving shape on green; its microphone beeps each second.
FAKE_DEVICES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SILENCE_DECIBELS = -70


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


def join(host: HostConsole, browser: Browser, shots) -> CustomerPage:
    context = browser.new_context(viewport={"width": 720, "height": 800}, locale="en")
    customer = CustomerPage(context.new_page(), shots)
    customer.open(host.link)
    customer.join_by_link("Mei Lin")
    host.expect_customer("Mei Lin")
    customer.expect_connected()
    return customer


def press_tool(host: HostConsole, name: str) -> None:
    host.tab("Tools")
    host.page.locator(f"[data-tool={name}]").click()


def meter_of_the_host(page: Page) -> int:
    """How loud the customer's page shows the host."""
    return int(page.locator(".call-person .level").get_attribute("aria-valuenow"))


def is_green(page: Page, selector: str) -> bool:
    """Whether a tile shows the green of Chromium's own camera."""
    return page.evaluate(
        """(selector) => {
            const picture = document.querySelector(selector);
            const width = picture?.videoWidth ?? picture?.width ?? 0;
            if (width < 100) {
                return false;
            }
            const copy = document.createElement('canvas');
            copy.width = 64;
            copy.height = 36;
            const context = copy.getContext('2d');
            context.drawImage(picture, 0, 0, 64, 36);
            const [red, green, blue] = context.getImageData(2, 2, 1, 1).data;
            return green > 80 && green > 2 * red && green > 2 * blue;
        }""",
        selector,
    )


def test_voice_with_a_browser(calling_host: HostConsole, calling_browser: Browser, sound: SoundSystem, shots) -> None:
    host = calling_host
    customer = join(host, calling_browser, shots)
    expect(customer.page.locator(".call")).to_be_hidden()

    press_tool(host, "audio")
    expect(host.page.get_by_text("Nobody hears you yet")).to_be_visible()
    expect(customer.page.get_by_text("would like to talk by voice")).to_be_visible()
    customer.shot("offered")
    assert loudness(sound.heard(1.5)) < SILENCE_DECIBELS, "somebody is heard who has not joined"

    customer.button("Join with microphone").click()
    expect(host.page.get_by_text("You are heard by Mei Lin.")).to_be_visible(timeout=10_000)
    expect(customer.page.get_by_text(re.compile("You are heard by"))).to_be_visible()
    host.shot("joined")
    customer.shot("joined")
    # The page's microphone beeps once a second.
    assert max(loudness(sound.heard(2.5)) for _ in range(3)) > -40, "the customer is not heard"
    with sound.tone(440):
        eventually("the host is heard", lambda: meter_of_the_host(customer.page) > 30, seconds=15)

    customer.button("Mute").click()
    expect(customer.page.get_by_text("You are muted")).to_be_visible()
    expect(host.page.locator(".call-person")).to_contain_text("muted")
    host.page.wait_for_timeout(800)
    assert loudness(sound.heard(2.5)) < SILENCE_DECIBELS, "a muted microphone is heard"
    customer.button("Unmute").click()
    eventually("the customer is heard again", lambda: loudness(sound.heard(2.5)) > -40, seconds=15)

    host.button("End voice for everyone").click()
    expect(customer.page.get_by_text("has ended voice for everyone")).to_be_visible()
    expect(customer.page.locator(".call")).to_be_hidden()
    host.page.wait_for_timeout(800)
    assert loudness(sound.heard(1.5)) < SILENCE_DECIBELS
    assert host.errors == [] and customer.errors == []


def test_staying_on_the_phone(calling_host: HostConsole, calling_browser: Browser, shots) -> None:
    host = calling_host
    customer = join(host, calling_browser, shots)
    press_tool(host, "audio")
    customer.button("Stay on the phone").click()
    expect(customer.page.get_by_text("You stay on the phone")).to_be_visible()
    expect(host.page.locator(".call-person")).to_contain_text("stays on the phone")
    host.shot("on-phone")


def test_cameras_with_a_browser(calling_host: HostConsole, calling_browser: Browser, shots) -> None:
    host = calling_host
    customer = join(host, calling_browser, shots)
    press_tool(host, "video")
    expect(host.page.get_by_text("You are seen by Mei Lin.")).to_be_visible(timeout=10_000)
    eventually("the host sees themselves", lambda: is_green(host.page, ".tile-own video"))
    eventually("the customer sees the host", lambda: is_green(customer.page, ".tile:not(.tile-own) video"), seconds=20)
    expect(customer.page.get_by_text("Your camera is off: nobody sees you.")).to_be_visible()

    customer.button("Turn my camera on").click()
    eventually("the host sees the customer", lambda: is_green(host.page, ".tile:not(.tile-own) canvas"), seconds=20)
    host.shot("cameras")
    customer.shot("cameras")

    host.button("End video for everyone").click()
    expect(customer.page.get_by_text("has ended video for everyone")).to_be_visible()
    expect(host.page.locator(".tile:visible")).to_have_count(0)
    expect(customer.page.locator(".tile:visible")).to_have_count(0)
    assert host.errors == [] and customer.errors == []


def test_cameras_with_the_native_node(
    calling_host: HostConsole, calling_browser: Browser, sound: SoundSystem, shots, tmp_path: Path
) -> None:
    host = calling_host
    with native_customer(
        calling_browser, shots, tmp_path / "customer", host.link, sound.environment
    ) as (customer, _):
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        customer.expect_connected()
        press_tool(host, "video")
        eventually(
            "the customer sees the host", lambda: is_green(customer.page, ".tile:not(.tile-own) canvas"), seconds=20
        )
        customer.button("Turn my camera on").click()
        eventually("the host sees the customer", lambda: is_green(host.page, ".tile:not(.tile-own) canvas"), seconds=20)
        customer.shot("cameras")
        customer.button("Turn my camera off").click()
        expect(host.page.locator(".tile:not(.tile-own)")).to_have_count(0)
        assert host.errors == [] and customer.errors == []
