"""How the host looks at the customer's screen: fitted, pixel by pixel, in full screen, sharp or moving."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Browser, expect

from customer import CustomerPage, native_customer
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


def split_into_monitors(display: str) -> None:
    """Makes two monitors of a virtual desktop of 1280 by 800."""
    for order in (["--setmonitor", "LEFT", "640/170x800/210+0+0", "screen"],
                  ["--setmonitor", "RIGHT", "640/170x800/210+640+0", "none"]):
        subprocess.run(["xrandr", *order], env={"DISPLAY": display, "PATH": "/usr/bin:/bin"}, check=True)


def test_monitors_and_pointer(
    host: HostConsole, browser: Browser, customer_desktop: str, pattern: None, shots, tmp_path: Path
) -> None:
    split_into_monitors(customer_desktop)
    host.start_session()
    with native_customer(
        browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}
    ) as (customer, _):
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        host.request_view()
        customer.allow()
        page = host.page
        expect(page.locator(".picture-canvas")).to_be_visible(timeout=20_000)
        monitors = page.get_by_label("Monitor")
        expect(monitors.locator("option")).to_have_count(2, timeout=10_000)
        monitors.select_option(label="RIGHT · 640 × 800")
        expect(page.locator(".picture-size")).to_have_text("640 × 800", timeout=10_000)
        # Right half of the pattern: green above, yellow below.
        eventually("the right monitor is shown", lambda: host.pixel(0.5, 0.3)[1] > 120 > host.pixel(0.5, 0.3)[0])

        pointer = page.locator(".picture-pointer")
        move = {"DISPLAY": customer_desktop, "PATH": "/usr/bin:/bin"}
        subprocess.run(["xdotool", "mousemove", "960", "400"], env=move, check=True)
        expect(pointer).to_be_visible(timeout=10_000)
        sheet = page.locator(".picture-sheet").bounding_box()

        def is_in_the_middle() -> bool:
            box = pointer.bounding_box()
            # The pointer's shape lies to the right of and below its point, and is small.
            return box is not None and abs(box["x"] - sheet["x"] - sheet["width"] / 2) < 30 \
                and abs(box["y"] - sheet["y"] - sheet["height"] / 2) < 30

        eventually("the pointer is where it is", is_in_the_middle)
        host.shot("monitor")
        assert host.errors == [] and customer.errors == []
