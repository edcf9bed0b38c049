"""Every page for everybody: axe's rules of WCAG 2.1 A and AA in both languages, narrow windows, and keys alone."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from customer import CustomerPage, native_customer
from host import HostConsole

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def check(page: Page, name: str) -> None:
    """Runs axe on the page as it stands, in English and in Chinese, and looks for text that is cut off sideways."""
    picker = page.locator("select[name=language]").first
    for language in ("en", "zh-Hant"):
        # An open question keeps its language: nothing outside it can be reached.
        if page.locator("dialog[open]").count() == 0 and picker.count() > 0:
            picker.select_option(language)
        results = Axe().run(page, options=RULES)
        found = [
            f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes']]}"
            for violation in results.response["violations"]
        ]
        assert found == [], f"{name} ({language}): " + "\n".join(found)
        expect_no_sideways_scrolling(page, f"{name} ({language})")
    if page.locator("dialog[open]").count() == 0 and picker.count() > 0:
        picker.select_option("en")


def expect_no_sideways_scrolling(page: Page, name: str) -> None:
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], f"{name} is {widths[0]} wide in a window of {widths[1]}"


def test_the_pages_of_a_session(
    host: HostConsole, browser: Browser, customer_desktop: str, shots, tmp_path: Path
) -> None:
    check(host.page, "before the session")
    host.start_session()
    check(host.page, "the invitation")
    host.button("Help").click()
    expect(host.page.get_by_role("heading", name="What each button does")).to_be_visible()
    check(host.page, "the help")
    host.shot("help")
    host.page.keyboard.press("Escape")
    expect(host.page.get_by_role("heading", name="What each button does")).to_have_count(0)
    customer_page = browser.new_context(viewport={"width": 480, "height": 640}, locale="en").new_page()
    customer_page.goto(host.link.partition("/j/")[0])
    check(customer_page, "the question for a number")
    customer_page.goto(host.link)
    expect(customer_page.get_by_text("invites you").first).to_be_visible()
    check(customer_page, "the question for a name")
    with native_customer(
        browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}) as (customer, _):
        check(customer.page, "the panel's question for a name")
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        host.write("See https://help.example/")
        customer.expect_message("help.example")
        for tab in ("Desktop", "Application", "Session", "Tools"):
            host.tab(tab)
            check(host.page, f"the tab {tab}")
        check(customer.page, "the panel")
        host.tab("Application")
        host.page.locator("[data-tool=requestApplicationView]").click()
        expect(customer.page.get_by_role("alertdialog")).to_be_visible(timeout=10_000)
        # Until half a second has passed *Allow* is disabled, which no contrast is asked of.
        customer.page.wait_for_timeout(700)
        check(customer.page, "the question")
        customer.allow()
        expect(customer.page.get_by_role("button", name="Show nothing")).to_be_visible(timeout=10_000)
        check(customer.page, "the choice of windows")
        customer.button("Show nothing").click()
        host.tab("Desktop")
        host.page.locator("[data-tool=requestView]").click()
        customer.allow()
        expect(host.page.locator(".picture-canvas")).to_be_visible(timeout=20_000)
        check(host.page, "the picture")
        check(customer.page, "the panel while the screen is shown")
        customer.button("Leave session").click()
        expect(customer.page.get_by_role("heading", name="You have left the session")).to_be_visible()
        check(customer.page, "the end")
    assert host.errors == []


def test_the_sign_in_and_download_pages(host: HostConsole, browser: Browser) -> None:
    host.start_session()
    address = host.link.partition("/j/")[0]
    page = browser.new_context(locale="en").new_page()
    for path in ("/sign-in", "/download"):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        check(page, path)


def test_narrow_windows(host: HostConsole, browser: Browser, shots) -> None:
    """A phone as the customer's, and the console at 200 % on 1280 by 800."""
    host.start_session()
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="en", has_touch=True)
    customer = CustomerPage(context.new_page(), shots)
    customer.open(host.link)
    expect_no_sideways_scrolling(customer.page, "the question for a name")
    customer.join_by_link("Mei Lin")
    host.expect_customer("Mei Lin")
    host.write("https://help.example/" + "a" * 200)
    customer.expect_message("help.example")
    expect_no_sideways_scrolling(customer.page, "the conversation")
    customer.shot("phone")
    host.page.set_viewport_size({"width": 640, "height": 400})
    for tab in ("Tools", "Desktop", "Application", "Session"):
        host.tab(tab)
        expect_no_sideways_scrolling(host.page, f"the tab {tab}")
    host.shot("zoomed")


def test_a_customer_by_keys_alone(host: HostConsole, browser: Browser, shots) -> None:
    host.start_session()
    customer = CustomerPage(browser.new_context(locale="en").new_page(), shots)
    customer.open(host.link)
    page = customer.page
    page.get_by_label("Your name").focus()
    page.keyboard.type("Mei Lin")
    page.keyboard.press("Enter")
    host.expect_customer("Mei Lin")
    reach(page, "Write a message")
    page.keyboard.type("By keys")
    page.keyboard.press("Enter")
    host.expect_message("By keys")
    reach(page, "Leave session")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You have left the session")).to_be_visible()


def reach(page: Page, name: str) -> None:
    """Goes on by Tab until the focus is on what has this name, and shows there that it is."""
    for _ in range(40):
        page.keyboard.press("Tab")
        words = page.evaluate("""() => {
            const { activeElement, body } = document;
            return activeElement === body ? '' : [activeElement?.textContent, activeElement?.placeholder].join(' ');
        }""")
        if name in words:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{name} does not show that it has the focus"
            return
    raise AssertionError(f"{name} is not reached by Tab")
