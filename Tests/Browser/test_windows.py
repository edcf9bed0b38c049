"""The host sees, and controls, the windows that the customer picked, and nothing beside them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect

from customer import CustomerPage, native_customer
from host import HostConsole
from test_control import written
from test_launch import eventually

GREEN = "#1ea028"
RED = "#c81e1e"


@contextmanager
def terminal(display: str, title: str, colour: str, geometry: str, file: Path) -> Iterator[None]:
    """A terminal of one colour, whose keyboard goes into a file."""
    process = subprocess.Popen(
        ["xterm", "-u8", "-T", title, "-bg", colour, "-fg", colour, "-cr", colour, "-geometry", geometry, "-e",
         "sh", "-c", f"cat > '{file}'"],
        env={"DISPLAY": display, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
    try:
        eventually("the terminal reads", lambda: file.exists())
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def colours(host: HostConsole) -> set[str]:
    """What is seen of the two programs over the whole picture."""
    found = set()
    for column in range(1, 10):
        for row in range(1, 10):
            red, green, _ = host.pixel(column / 10, row / 10)
            found.add("green" if green > 120 and red < 90 else "red" if red > 150 and green < 90 else "other")
    return found


def test_only_picked_windows_are_seen_and_reached(
    host: HostConsole, browser: Browser, customer_desktop: str, shots, tmp_path: Path
) -> None:
    letter, bank, late = (tmp_path / name for name in ("letter", "bank", "late"))
    host.start_session()
    with (
        terminal(customer_desktop, "letter", GREEN, "60x20+100+60", letter),
        terminal(customer_desktop, "bank", RED, "100x30+300+160", bank),
        native_customer(
            browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}) as (customer, _),
    ):
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        host.tab("Application")
        host.shot("application")
        host.page.locator("[data-tool=requestApplicationView]").click()
        expect(customer.page.get_by_role("alertdialog")).to_contain_text("Show windows that you pick?")
        customer.shot("windows-asked")
        customer.allow()
        picker = customer.page.get_by_role("dialog")
        expect(picker.get_by_label("letter")).to_be_visible(timeout=10_000)
        expect(picker.get_by_label("bank")).to_be_visible()
        expect(picker.locator(".window-thumbnail-drawn")).to_have_count(2, timeout=10_000)
        expect(picker.get_by_role("button", name="Show", exact=True)).to_be_disabled()
        picker.get_by_label("letter").check()
        customer.shot("windows-picker")
        customer.page.wait_for_timeout(500)
        picker.get_by_role("button", name="Show", exact=True).click()
        expect(host.page.locator(".picture-canvas")).to_be_visible(timeout=20_000)
        eventually("the letter is seen", lambda: "green" in colours(host))
        assert colours(host) <= {"green", "other"}, "the other program is seen"
        expect(customer.page.locator(".share-bar")).to_contain_text("You are showing chosen windows")
        host.shot("windows-seen")
        customer.shot("windows-shown")

        host.page.locator("[data-tool=requestApplicationControl]").click()
        expect(customer.page.get_by_role("alertdialog")).to_contain_text("Give control of the chosen windows?")
        customer.shot("windows-control-asked")
        customer.allow()
        expect(host.page.locator("[data-tool=stopControl]")).to_be_visible(timeout=10_000)
        canvas = host.page.locator(".picture-canvas")
        # The upper left corner of the letter is not covered; a press there gives it the keyboard.
        box = canvas.bounding_box()
        assert box is not None
        canvas.click(position={"x": box["width"] / 8, "y": box["height"] / 8})
        host.page.keyboard.type("one\n")
        eventually("the letter is typed", lambda: written(letter) == "one\n")

        # A program that is opened now has the keyboard, and is reached by nothing.
        with terminal(customer_desktop, "late", RED, "20x5+900+600", late):
            customer.page.wait_for_timeout(1_000)
            host.command({"type": "input", "event": {"type": "text", "text": "secret\n"}})
            # Where the other program covers the letter, a press does nothing.
            for isDown in (True, False):
                host.command({"type": "input", "event": {
                    "type": "button", "button": 0, "isDown": isDown, "x": 60_000, "y": 60_000}})
            canvas.click(position={"x": box["width"] / 8, "y": box["height"] / 8})
            host.page.keyboard.type("two\n")
            eventually("the letter is typed on", lambda: written(letter) == "one\ntwo\n")
            assert written(late) == "" and written(bank) == ""
            assert colours(host) <= {"green", "other"}, "a program that was not picked is seen"
        customer.button("Stop").click()
        host.expect_no_picture()
        assert host.errors == [] and customer.errors == []


def test_nothing_picked(host: HostConsole, browser: Browser, customer_desktop: str, shots, tmp_path: Path) -> None:
    host.start_session()
    with native_customer(
        browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}) as (customer, _):
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        host.tab("Application")
        host.page.locator("[data-tool=requestApplicationView]").click()
        customer.allow()
        customer.page.get_by_role("button", name="Show nothing").click()
        expect(host.page.get_by_text("then chose nothing to show")).to_be_visible(timeout=10_000)
        host.expect_no_picture()
        assert host.errors == [] and customer.errors == []


def test_a_browser_does_not_show_the_whole_screen_for_a_window(
    host: HostConsole, customer_browser: Browser, shots
) -> None:
    host.start_session()
    customer = CustomerPage(customer_browser.new_page(locale="en"), shots)
    customer.open(host.link)
    customer.join_by_link("Mei Lin")
    host.expect_customer("Mei Lin")
    host.tab("Application")
    host.page.locator("[data-tool=requestApplicationView]").click()
    # The browser's own picker, which is answered by itself, picks the screen.
    customer.allow()
    expect(customer.page.get_by_text("Only a window or a tab was asked for")).to_be_visible(timeout=10_000)
    expect(host.page.get_by_text("picked the whole screen, which was not shown")).to_be_visible(timeout=10_000)
    host.expect_no_picture()
    assert host.errors == [] and customer.errors == []
