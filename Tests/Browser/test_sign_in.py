"""What the sign-in page does before its script has come."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route, expect

from nearhand import Running


def test_a_password_typed_before_the_script_has_come_stays_in_its_field(site: Running, browser: Browser) -> None:
    page = browser.new_context(locale="en").new_page()
    held: list[Route] = []
    page.route("**/assets/sign-in.js", lambda route: held.append(route))
    page.goto(site.wait_for(r"^Console: (.+)$")[1])
    page.get_by_role("link", name="Sign in").click(no_wait_after=True)
    page.get_by_label("Name", exact=True).fill("host")
    password = page.get_by_label("Password", exact=True)
    password.fill("wrong but secret")
    address = page.url
    password.press("Enter", no_wait_after=True)
    expect(page.get_by_role("button", name="Sign in")).to_be_disabled()
    page.wait_for_timeout(300)
    assert page.url == address and urlsplit(address).path == "/sign-in"
    expect(password).to_have_value("wrong but secret")
    held[0].continue_()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).not_to_be_empty()
    page.context.close()
