"""What the stories of voice and cameras share."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from customer import CustomerPage
from host import HostConsole


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
