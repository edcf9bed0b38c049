"""How soon after *Stop* the host sees nothing more: a tenth of a second, whichever way the customer stops."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from customer import CustomerPage, native_customer
from host import HostConsole
from test_launch import eventually

LIMIT_MILLISECONDS = 100
ROUNDS = 3

# Both pages and this process read one computer's clock.
NOTE_PICTURES = """() => {
    window.drawnAt = [];
    const { drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = function (...what) {
        if (this.canvas.classList.contains('picture-canvas')) {
            window.drawnAt.push(Date.now());
        }
        return drawImage.apply(this, what);
    };
}"""
NOTE_PRESSES = """() => {
    window.addEventListener('pointerdown', () => { window.pressedAt = Date.now(); }, { capture: true });
}"""


def press_in_the_page(page: Page) -> float:
    """Presses *Stop* and returns when the pointer went down."""
    page.get_by_role("button", name="Stop", exact=True).click()
    return page.evaluate("window.pressedAt")


def press_on_the_bar(display: str) -> float:
    """Presses *Stop* on the bar that lies above all windows; counted from before the press is sent."""
    found = xdotool(display, "search", "--name", "^Nearhand$").split()
    for window in found:
        place = dict(line.split("=") for line in xdotool(display, "getwindowgeometry", "--shell", window).split())
        if int(place["Y"]) == 0 and int(place["HEIGHT"]) < 100:
            right, middle = int(place["X"]) + int(place["WIDTH"]) - 30, int(place["HEIGHT"]) // 2
            xdotool(display, "mousemove", str(right), str(middle))
            pressed_at = time.time() * 1000
            xdotool(display, "click", "1")
            return pressed_at
    raise AssertionError(f"none of the windows {found} is the bar")


def press_the_panic_key(display: str) -> float:
    """Presses Ctrl+Alt+End; counted from before its last key is sent."""
    xdotool(display, "keydown", "ctrl", "keydown", "alt")
    pressed_at = time.time() * 1000
    xdotool(display, "key", "--delay", "0", "End")
    xdotool(display, "keyup", "alt", "keyup", "ctrl")
    return pressed_at


def xdotool(display: str, *arguments: str) -> str:
    return subprocess.run(
        ["xdotool", *arguments], env={"DISPLAY": display, "PATH": "/usr/bin:/bin"}, check=True, capture_output=True,
        text=True,
    ).stdout


def pictures(host: HostConsole) -> int:
    # The page's security policy forbids to wait inside it.
    host.page.wait_for_timeout(50)
    return host.page.evaluate("window.drawnAt.length")


def measure(host: HostConsole, customer: CustomerPage, press: Callable[[], float]) -> float:
    """Shows the screen, stops, and returns how long after the press the host's console drew its last picture."""
    host.tab("Desktop")
    host.request_view()
    customer.allow()
    expect(host.page.locator("canvas.picture-canvas")).to_be_visible(timeout=20_000)
    host.page.evaluate("window.drawnAt = []")
    eventually("pictures come", lambda: pictures(host) >= 15)
    pressed_at = press()
    host.expect_no_picture()
    # By now what was on its way has come.
    host.page.wait_for_timeout(700)
    drawn_at = host.page.evaluate("window.drawnAt")
    assert any(pressed_at - 1_000 < moment <= pressed_at for moment in drawn_at), "there was no picture to stop"
    return max(drawn_at) - pressed_at


def check(delays: list[float]) -> None:
    print("the last picture, in milliseconds after the press:", [round(delay) for delay in delays])
    # One round may meet a busy moment of this computer; a stop that is slow by itself is slow in most of them.
    assert statistics.median(delays) <= LIMIT_MILLISECONDS, delays


def test_stop_in_the_page(host: HostConsole, customer_browser: Browser, movement: None, shots) -> None:
    host.start_session()
    customer = CustomerPage(customer_browser.new_context(no_viewport=True, locale="en").new_page(), shots)
    customer.open(host.link)
    customer.join_by_link("Mei")
    host.expect_customer("Mei")
    host.page.evaluate(NOTE_PICTURES)
    customer.page.evaluate(NOTE_PRESSES)
    check([measure(host, customer, lambda: press_in_the_page(customer.page)) for _ in range(ROUNDS)])


@pytest.mark.parametrize("way", ["panel", "bar", "panic key"])
def test_stop_of_the_native_node(
    host: HostConsole, browser: Browser, customer_desktop: str, movement: None, shots, tmp_path: Path, way: str
) -> None:
    host.start_session()
    with native_customer(
        browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}
    ) as (customer, _):
        customer.join_by_link("Mei")
        host.expect_customer("Mei")
        host.page.evaluate(NOTE_PICTURES)
        customer.page.evaluate(NOTE_PRESSES)
        press = {
            "panel": lambda: press_in_the_page(customer.page),
            "bar": lambda: press_on_the_bar(customer_desktop),
            "panic key": lambda: press_the_panic_key(customer_desktop),
        }[way]
        check([measure(host, customer, press) for _ in range(ROUNDS)])
