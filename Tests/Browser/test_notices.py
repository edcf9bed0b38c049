"""Notices: they go when what they speak of is over, and they cover nothing."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from customer import CustomerPage
from host import HostConsole
from nearhand import Running

# The elements that a notice lies on.
COVERED = """(selector) => [...document.querySelectorAll('.notice')].flatMap((notice) => {
    const box = notice.getBoundingClientRect();
    return [...document.querySelectorAll(selector)].filter((element) => {
        const other = element.getBoundingClientRect();
        return box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom;
    }).map((element) => element.className || element.tagName);
})"""


def test_a_warning_goes_when_the_next_customer_joins(
    host: HostConsole, site: Running, browser: Browser, shots
) -> None:
    host.start_session()
    address = site.wait_for(r"^Site: (.+)$")[1]
    warnings = host.page.locator(".notice-error")
    for _ in range(2):
        customer = knock(host, browser, shots, address, "Mei")
        # The warning about the try before is over with this one.
        expect(warnings).to_have_count(0)
        right = six_digits(host)
        customer.confirm_digits("000000" if right != "000000" else "000001")
        expect(warnings).to_have_count(1)
        expect(warnings).to_contain_text("The digits did not match")
        customer.page.context.close()
    host.shot("warning")
    customer = knock(host, browser, shots, address, "Lin")
    customer.confirm_digits(six_digits(host))
    host.page.locator(".pairing input").fill(customer.read_back)
    host.page.locator(".pairing button[type=submit]").click()
    host.expect_customer("Lin")
    customer.expect_connected()
    expect(host.page.get_by_text("Lin has joined.")).to_be_visible()
    expect(warnings).to_have_count(0)

    host.request_view()
    deny = customer.button("Deny")
    expect(deny).to_be_enabled()
    deny.click()
    expect(host.page.get_by_text("Lin did not allow it.")).to_be_visible()
    assert host.page.evaluate(COVERED, ".picture, .dashboard, .customer-card, .chat") == []
    host.shot("denied")
    customer.button("Leave session").click()
    expect(customer.page.get_by_role("heading", name="You have left the session")).to_be_visible()
    expect(customer.page.locator(".notice")).to_have_count(0)
    assert host.errors == [] and customer.errors == []


def knock(host: HostConsole, browser: Browser, shots, address: str, name: str) -> CustomerPage:
    context = browser.new_context(viewport={"width": 480, "height": 640}, locale="en")
    customer = CustomerPage(context.new_page(), shots)
    customer.open(address)
    customer.join_by_number(host.number, name)
    host.button(re.compile("Admit")).click()
    return customer


def six_digits(host: HostConsole) -> str:
    shown = host.page.locator(".pairing .big-digits")
    expect(shown).to_be_visible()
    return re.sub(r"\D", "", shown.inner_text())
