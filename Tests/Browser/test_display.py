"""How the host looks at the customer's screen: fitted, pixel by pixel, in full screen, sharp or moving."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from customer import CustomerPage
from host import HostConsole
from test_launch import eventually

# Of the canvas: its width in CSS pixels and in the picture's.
WIDTHS = """() => {
    const canvas = document.querySelector('.picture-canvas');
    return [canvas.getBoundingClientRect().width, canvas.width];
}"""


def test_scale_and_mode(host: HostConsole, customer_browser: Browser, movement: None, shots) -> None:
    host.start_session()
    context = customer_browser.new_context(viewport={"width": 480, "height": 420}, locale="en")
    customer = CustomerPage(context.new_page(), shots)
    customer.open(host.link)
    customer.join_by_link("Mei Lin")
    host.expect_customer("Mei Lin")
    host.request_view()
    customer.allow()
    page = host.page
    expect(page.locator(".picture-size")).to_have_text("1280 × 800", timeout=20_000)

    shown, whole = page.evaluate(WIDTHS)
    assert whole == 1280 and shown < 900
    host.button("1:1").click()
    assert page.evaluate(WIDTHS) == [1280, 1280]
    scroller = page.locator(".picture-scroller")
    assert scroller.evaluate("(area) => area.scrollWidth > area.clientWidth && area.tabIndex === 0")
    host.shot("actual-size")
    host.button("Fit").click()
    assert page.evaluate(WIDTHS)[0] == shown

    host.button("Full screen").click()
    eventually("the picture fills the screen", lambda: page.evaluate("document.fullscreenElement?.className")
               == "picture-frame")
    eventually("and is as wide", lambda: page.evaluate(WIDTHS)[0] > shown)
    page.evaluate("document.exitFullscreen()")

    page.locator(".quality").click()
    expect(page.locator(".quality-details")).to_contain_text("Direct")
    expect(page.locator(".quality-details")).to_contain_text("kbit/s")

    host.tab("Session")
    host.button(re.compile("^Screen sampling")).click()
    expect(page.locator("[data-tool=sampling]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".picture-size")).to_have_text("853 × 533", timeout=15_000)
    host.shot("sampling")
    page.get_by_label("Display mode").select_option("standard")
    expect(page.locator("[data-tool=standard]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".picture-size")).to_have_text("1280 × 800", timeout=15_000)
    assert host.errors == [] and customer.errors == []
