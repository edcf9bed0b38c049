"""Cameras: opened by the host, switched on by each person's own press, seen, ended for everyone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from calls import join, press_tool
from customer import native_customer
from host import HostConsole
from sound import SoundSystem
from test_launch import eventually


def is_green(page: Page, selector: str) -> bool:
    """Whether a tile shows the green of Chromium's own camera."""
    return page.evaluate(
        """(selector) => {
            const picture = document.querySelector(selector);
            const width = picture?.videoWidth ?? picture?.width ?? 0;
            if (width < 100) {
                return false;
            }
            const copy = document.createElement('canvas');
            copy.width = 64;
            copy.height = 36;
            const context = copy.getContext('2d');
            context.drawImage(picture, 0, 0, 64, 36);
            const [red, green, blue] = context.getImageData(2, 2, 1, 1).data;
            return green > 40 && green > 2 * red && green > 2 * blue;
        }""",
        selector,
    )


def test_cameras_with_a_browser(calling_host: HostConsole, calling_browser: Browser, shots) -> None:
    host = calling_host
    customer = join(host, calling_browser, shots)
    press_tool(host, "video")
    expect(host.page.get_by_text("You are seen by Mei Lin.")).to_be_visible(timeout=10_000)
    eventually("the host sees themselves", lambda: is_green(host.page, ".tile-own video"))
    eventually("the customer sees the host", lambda: is_green(customer.page, ".tile:not(.tile-own) video"), seconds=20)
    expect(customer.page.get_by_text("Your camera is off: nobody sees you.")).to_be_visible()

    customer.button("Turn my camera on").click()
    eventually("the host sees the customer", lambda: is_green(host.page, ".tile:not(.tile-own) canvas"), seconds=20)
    host.shot("cameras")
    customer.shot("cameras")

    host.button("End video for everyone").click()
    expect(customer.page.get_by_text("has ended video for everyone")).to_be_visible()
    expect(host.page.locator(".tile:visible")).to_have_count(0)
    expect(customer.page.locator(".tile:visible")).to_have_count(0)
    assert host.errors == [] and customer.errors == []


def test_cameras_with_the_native_node(
    calling_host: HostConsole, calling_browser: Browser, sound: SoundSystem, shots, tmp_path: Path
) -> None:
    host = calling_host
    with native_customer(
        calling_browser, shots, tmp_path / "customer", host.link, sound.environment
    ) as (customer, _):
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        customer.expect_connected()
        press_tool(host, "video")
        eventually(
            "the customer sees the host", lambda: is_green(customer.page, ".tile:not(.tile-own) canvas"), seconds=20
        )
        customer.button("Turn my camera on").click()
        eventually("the host sees the customer", lambda: is_green(host.page, ".tile:not(.tile-own) canvas"), seconds=20)
        customer.shot("cameras")
        customer.button("Turn my camera off").click()
        expect(host.page.locator(".tile:not(.tile-own)")).to_have_count(0)
        assert host.errors == [] and customer.errors == []
