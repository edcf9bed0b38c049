"""The host controls the customer's desktop: asked for, granted, typed into real programs, and taken away."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect

from customer import CustomerPage, native_customer
from host import HostConsole
from test_launch import eventually

TEXT = "Grüße aus 繁體"


@contextmanager
def terminal(display: str, file: Path) -> Iterator[None]:
    """A terminal over the whole desktop, whose keyboard goes into a file."""
    process = subprocess.Popen(
        ["xterm", "-u8", "-geometry", "200x60+0+0", "-e", "sh", "-c", f"cat > '{file}'"],
        env={"DISPLAY": display, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
    try:
        eventually("the terminal reads", lambda: file.exists())
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def written(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def test_control_beside_a_view(
    host: HostConsole, browser: Browser, customer_desktop: str, shots, tmp_path: Path
) -> None:
    typed = tmp_path / "typed"
    host.start_session()
    with terminal(customer_desktop, typed), native_customer(
        browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}
    ) as (customer, _):
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        host.request_view()
        customer.allow()
        page = host.page
        canvas = page.locator(".picture-canvas")
        expect(canvas).to_be_visible(timeout=20_000)

        # Without control neither keys nor clicks do anything.
        canvas.click()
        page.keyboard.type("nothing")
        page.keyboard.press("Enter")
        host.command({"type": "input", "event": {"type": "text", "text": "nothing\n"}})

        host.tab("Desktop")
        host.button("Request control").click()
        expect(customer.page.get_by_role("alertdialog")).to_contain_text("Give control of your computer?")
        expect(customer.page).to_have_title("● A question waits for your answer")
        customer.shot("control-asked")
        host.shot("control-asked")
        # A flood of keys while the question is open answers nothing and reaches nothing.
        for _ in range(20):
            host.command({"type": "input", "event": {
                "type": "key", "code": "Enter", "key": "Enter", "isDown": True}})
            host.command({"type": "input", "event": {
                "type": "button", "button": 0, "isDown": True, "x": 32768, "y": 32768}})
        assert customer.page.get_by_role("alertdialog").is_visible()
        customer.allow()
        expect(page.locator("[data-tool=stopControl]")).to_be_visible(timeout=10_000)
        expect(customer.page.locator(".share-bar")).to_contain_text("can use your mouse and keyboard")

        canvas.click()
        page.keyboard.type("Hello, World 42")
        page.keyboard.press("Enter")
        page.keyboard.insert_text(TEXT)
        page.keyboard.press("Enter")
        eventually("both lines are typed", lambda: written(typed) == f"Hello, World 42\n{TEXT}\n")
        host.shot("control-held")
        customer.shot("controlled")

        customer.button("Stop control only").click()
        expect(page.locator("[data-tool=requestControl]")).to_be_visible(timeout=10_000)
        expect(canvas).to_be_visible()
        host.command({"type": "input", "event": {"type": "text", "text": "late\n"}})
        host.write("still here?")
        customer.expect_message("still here?")
        assert written(typed) == f"Hello, World 42\n{TEXT}\n"
        assert host.errors == [] and customer.errors == []


def test_one_request_for_both(
    host: HostConsole, browser: Browser, customer_desktop: str, shots, tmp_path: Path
) -> None:
    typed = tmp_path / "typed"
    host.start_session()
    with terminal(customer_desktop, typed), native_customer(
        browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}
    ) as (customer, _):
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        host.tab("Desktop")
        host.button("Request control").click()
        customer.allow()
        expect(host.page.locator(".picture-canvas")).to_be_visible(timeout=20_000)
        host.page.locator(".picture-canvas").click()
        host.page.keyboard.type("one\n")
        eventually("it is typed", lambda: written(typed) == "one\n")

        # The special keys' menu: Ctrl+Alt+Del reaches the terminal's own desktop, not this one.
        host.page.get_by_label("Special keys").select_option("escape")
        customer.button("Stop").click()
        expect(host.page.locator("[data-tool=requestControl]")).to_be_visible(timeout=10_000)
        host.expect_no_picture()
        assert host.errors == [] and customer.errors == []


def test_a_browser_cannot_give_control(host: HostConsole, customer_browser: Browser, shots) -> None:
    host.start_session()
    customer = CustomerPage(customer_browser.new_page(locale="en"), shots)
    customer.open(host.link)
    customer.join_by_link("Mei Lin")
    host.expect_customer("Mei Lin")
    # A browser can be made to give nothing, whatever is sent.
    host.command({"type": "requestShare", "scope": "controlDesktop"})
    host.tab("Desktop")
    host.page.locator("[role=tabpanel]:not([hidden]) [data-tool=offerSwitch]").click()
    # This site offers no packages.
    expect(host.page.get_by_text("Mei Lin cannot switch")).to_be_visible(timeout=10_000)
    host.write("hello")
    customer.expect_message("hello")
    expect(customer.page.get_by_role("alertdialog")).to_have_count(0)
    assert host.errors == [] and customer.errors == []
