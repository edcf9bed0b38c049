"""*Open in Support Manager* on the join page, and what the desktop starts for its link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from customer import CustomerPage, native_customer
from host import HostConsole
from nearhand import Running
from test_download import WINDOWS, publisher

__all__ = ["publisher"]


@pytest.fixture
def session(publisher: tuple[Path, str], browser: Browser, shots, tmp_path: Path) -> Iterator[HostConsole]:
    """A host who has started a session on a site that offers packages."""
    site = Running(
        "demo", "--wait", "--no-browser", "--port", "0", "--stun-port", "0", "--data", str(tmp_path / "data"),
        "--packages", str(publisher[0]), home=tmp_path / "home",
    )
    console = HostConsole(browser.new_context(viewport={"width": 1280, "height": 800}, locale="en").new_page(), shots)
    console.open(site.wait_for(r"^Console: (.+)$")[1])
    console.sign_in(
        name=site.wait_for(r"^Account: (\S+)$")[1],
        one_time_password=site.wait_for(r"^One-time password: (\S+)$")[1],
    )
    console.start_session()
    yield console
    assert site.stop() == 0, "\n".join(site.lines)


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_context(locale="en", viewport={"width": 900, "height": 900}).new_page()


def press(page: Page, name: str) -> str:
    """Presses a button and gives what the browser hands to the system."""
    frame = page.locator("#manager-frame")
    before = frame.get_attribute("src") if frame.count() else ""
    # Not by the pointer: after the first link Chromium asks in a dialog of its own, which keeps pointer and keys.
    page.get_by_role("button", name=name).dispatch_event("click")
    expect(frame).not_to_have_attribute("src", before)
    return frame.get_attribute("src")


def manager(tmp_path: Path, link: str) -> Running:
    """What the desktop starts."""
    return Running("open", "--no-browser", link, home=tmp_path / "m")


def test_a_link_opens_in_support_manager(
    session: HostConsole, page: Page, browser: Browser, shots, tmp_path: Path
) -> None:
    secret = session.link.split("#")[1]
    page.goto(session.link)
    expect(page.get_by_role("button", name="Join", exact=True)).to_be_visible()
    shots(page, "join")
    link = press(page, "Open in Support Manager")
    assert link.endswith("." + secret) and secret not in link.split("#")[0]
    expect(page.get_by_text("Support Manager did not answer.")).to_be_visible(timeout=6_000)
    expect(page.get_by_role("link", name="Get Support Manager")).to_have_attribute("href", "/download")
    expect(page.get_by_role("button", name="Join", exact=True)).to_be_visible()
    shots(page, "unanswered")
    link = press(page, "Continue in Support Manager")
    node = manager(tmp_path, link)
    address = node.wait_for(r"^Panel: (.+)$")[1]
    command_line = Path(f"/proc/{node.pid}/cmdline").read_bytes().decode()
    assert secret not in command_line and "nearhand:" not in command_line, command_line
    panel = CustomerPage(browser.new_context(viewport={"width": 480, "height": 640}, locale="en").new_page(), shots, "panel")
    panel.open(address)
    expect(panel.page.get_by_role("heading", name="You have never used this site")).to_be_visible()
    origin = session.link.split("/j/")[0]
    expect(panel.page.get_by_text(origin, exact=True)).to_be_visible()
    panel.shot("question")
    panel.button("Yes, use this site").click()
    expect(panel.page.get_by_label("Your name")).to_be_visible()
    panel.join_by_link("Mei")
    panel.expect_connected()
    session.expect_customer("Mei")
    assert node.stop() == 0, "\n".join(node.lines)


def test_a_known_site_opens_at_once_and_the_page_knows(
    session: HostConsole, page: Page, browser: Browser, shots, tmp_path: Path
) -> None:
    known = tmp_path / "m" / "share" / "nearhand" / "known-sites"
    known.parent.mkdir(parents=True)
    known.write_text(session.link.split("/j/")[0] + "\n")
    page.goto(session.link.split("/j/")[0])
    link = press(page, "Open in Support Manager")
    assert "#" not in link
    node = manager(tmp_path, link)
    expect(page.get_by_text("Support Manager is open.")).to_be_visible(timeout=9_000)
    shots(page, "opened")
    # The second press reaches the program that runs, which opens the other invitation too.
    page.goto(session.link)
    second = manager(tmp_path, press(page, "Open in Support Manager"))
    assert second.exit_code(20) == 0, second.lines
    expect(page.get_by_text("Support Manager is open.")).to_be_visible(timeout=9_000)
    node.wait_for(r"^Panel: (.+)$")
    panels = [line.removeprefix("Panel: ") for line in node.lines if line.startswith("Panel: ")]
    assert len(panels) == 2
    panel = CustomerPage(browser.new_context(locale="en").new_page(), shots, "panel")
    panel.open(panels[1])
    panel.join_by_link("Mei")
    panel.expect_connected()
    assert node.stop() == 0, "\n".join(node.lines)


def test_a_no_reaches_nothing(session: HostConsole, browser: Browser, shots, tmp_path: Path) -> None:
    node = manager(tmp_path, "nearhand://127.0.0.1:1/join?code=AAAA&scheme=http")
    panel = CustomerPage(browser.new_context(locale="zh-TW").new_page(), shots, "panel")
    panel.open(node.wait_for(r"^Panel: (.+)$")[1])
    expect(panel.page.get_by_role("heading", name="您從未使用過此網站")).to_be_visible()
    panel.shot("question")
    # Enter on what has the focus says nothing.
    panel.page.keyboard.press("Enter")
    panel.page.keyboard.press("Space")
    expect(panel.page.get_by_role("heading", name="您從未使用過此網站")).to_be_visible()
    panel.button("否，關閉").click()
    expect(panel.page.get_by_role("heading", name="您從未使用過此網站")).to_have_count(0)
    assert not (tmp_path / "m" / "share" / "nearhand" / "known-sites").exists()
    assert node.stop() == 0, "\n".join(node.lines)


@pytest.mark.parametrize("link", ["nearhand://support.example/format?disk", "nearhand:", "nearhand://x/join#" + "a" * 5_000])
def test_what_is_no_link_of_ours_opens_nothing(link: str, tmp_path: Path) -> None:
    node = manager(tmp_path, link)
    assert node.exit_code(20) != 0
    assert not any(line.startswith("Panel:") for line in node.lines)


def test_a_host_starts_from_the_site(
    publisher: tuple[Path, str], page: Page, browser: Browser, shots, tmp_path: Path
) -> None:
    site = Running(
        "serve", "--port", "0", "--stun-port", "0", "--data", str(tmp_path / "data"), "--packages", str(publisher[0]),
        home=tmp_path / "home",
    )
    origin = site.wait_for(r"^Site: (.+)$")[1]
    added = Running("account", "add", "alex", "--data", str(tmp_path / "data"), home=tmp_path / "home")
    password = added.wait_for(r"^One-time password: (\S+)$")[1]
    assert added.exit_code(20) == 0
    page.goto(origin + "/sign-in")
    expect(page.get_by_role("heading", name="Help people")).to_be_visible()
    shots(page, "site")
    link = press(page, "Start session")
    assert link.startswith("nearhand://") and "/host?code=" in link and "#" not in link
    node = manager(tmp_path, link)
    console = HostConsole(browser.new_context(viewport={"width": 1280, "height": 800}, locale="en").new_page(), shots)
    console.open(node.wait_for(r"^Console: (.+)$")[1])
    expect(console.page.get_by_role("heading", name="You have never used this site")).to_be_visible()
    expect(console.page.get_by_text(origin, exact=True)).to_be_visible()
    expect(console.page.get_by_role("link", name="Sign in")).to_have_count(0)
    console.shot("question")
    console.button("Yes, use this site").click()
    # The yes took less than the code's ten seconds.
    expect(page.get_by_text("Support Manager is open.")).to_be_visible(timeout=9_000)
    console.sign_in("alex", password)
    console.start_session()
    # A second press opens the same console: one for each site.
    second = manager(tmp_path, link)
    assert second.exit_code(20) == 0, second.lines
    node.wait_for(r"^Console: (?!%s).+$" % node.wait_for(r"^Console: (.+)$")[1].replace("?", "."))
    assert node.stop() == 0, "\n".join(node.lines)
    assert site.stop() == 0, "\n".join(site.lines)


def test_a_host_without_linux_is_told_so(session: HostConsole, browser: Browser) -> None:
    page = browser.new_context(locale="en", user_agent=WINDOWS).new_page()
    page.goto(session.link.split("/j/")[0] + "/sign-in")
    expect(page.get_by_text("Hosts need Linux with X11.")).to_be_visible()
    expect(page.get_by_role("button", name="Start session")).to_have_count(0)


def test_another_system_is_offered_the_browser_alone(session: HostConsole, browser: Browser) -> None:
    page = browser.new_context(locale="en", user_agent=WINDOWS).new_page()
    page.goto(session.link)
    expect(page.get_by_role("button", name="Join", exact=True)).to_be_visible()
    expect(page.get_by_role("navigation", name="Support")).to_be_visible()
    expect(page.get_by_role("button", name="Open in Support Manager")).to_have_count(0)


def test_a_browser_is_asked_to_switch(
    session: HostConsole, browser: Browser, customer_desktop: str, shots, tmp_path: Path
) -> None:
    host = session
    customer = CustomerPage(browser.new_context(locale="en").new_page(), shots)
    customer.open(host.link)
    customer.join_by_link("Mei Lin")
    host.expect_customer("Mei Lin")
    host.write("before")
    customer.expect_message("before")
    host.tab("Desktop")
    switch = host.page.locator("[role=tabpanel]:not([hidden]) [data-tool=offerSwitch]")
    expect(switch).to_contain_text("A browser cannot give control")
    host.shot("switch")
    switch.click()
    question = customer.page.get_by_role("alert").filter(has_text="asks you to go on in Support Manager")
    expect(question).to_be_visible(timeout=10_000)
    expect(question.get_by_role("button", name="Open in Support Manager")).to_be_visible(timeout=10_000)
    customer.shot("switch-asked")
    expect(customer.page.get_by_role("alertdialog")).to_have_count(0)
    customer.button("Stay in this browser").click()
    expect(host.page.get_by_text("Mei Lin stays in the browser.")).to_be_visible(timeout=10_000)

    # Asked again, the person opens the program: here by the link that the browser would hand to it.
    switch.click()
    expect(question).to_be_visible(timeout=10_000)
    question.get_by_role("button", name="Open in Support Manager").dispatch_event("click")
    expect(host.page.get_by_text("Mei Lin is opening Support Manager.")).to_be_visible(timeout=10_000)
    opened = customer.page.locator("#manager-frame").get_attribute("src", timeout=10_000)
    assert opened is not None
    invitation, secret = opened.partition("#")[2].split(".")
    origin = host.link.partition("/j/")[0]
    with native_customer(
        browser, shots, tmp_path / "customer", f"{origin}/j/{invitation}#{secret}", {"DISPLAY": customer_desktop}
    ) as (native, _):
        native.join_by_link("Mei Lin")
        native.expect_connected()
        expect(customer.page.get_by_role("heading", name="You go on in Support Manager")).to_be_visible(timeout=20_000)
        customer.shot("switched")
        expect(host.page.locator("[data-tool=requestControl]")).to_be_visible(timeout=10_000)
        # The session is the same: what was said is still there.
        host.expect_message("before")
        assert host.errors == [] and customer.errors == [] and native.errors == []
