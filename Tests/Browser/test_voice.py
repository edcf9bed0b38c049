"""Voice: offered by the host, joined by each person's own press, heard, muted, ended for everyone."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from calls import join, press_tool
from host import HostConsole
from sound import SoundSystem, loudness
from test_launch import eventually

SILENCE_DECIBELS = -70


def meter_of_the_host(page: Page) -> int:
    """How loud the customer's page shows the host."""
    return int(page.locator(".call-person .level").get_attribute("aria-valuenow"))


def test_voice_with_a_browser(calling_host: HostConsole, calling_browser: Browser, sound: SoundSystem, shots) -> None:
    host = calling_host
    customer = join(host, calling_browser, shots)
    expect(customer.page.locator(".call")).to_be_hidden()

    press_tool(host, "audio")
    expect(host.page.get_by_text("Nobody hears you yet")).to_be_visible()
    expect(customer.page.get_by_text("would like to talk by voice")).to_be_visible()
    customer.shot("offered")
    assert loudness(sound.heard(1.5)) < SILENCE_DECIBELS, "somebody is heard who has not joined"

    customer.button("Join with microphone").click()
    expect(host.page.get_by_text("You are heard by Mei Lin.")).to_be_visible(timeout=10_000)
    expect(customer.page.get_by_text(re.compile("You are heard by"))).to_be_visible()
    host.shot("joined")
    customer.shot("joined")
    # The page's microphone beeps once a second.
    assert max(loudness(sound.heard(2.5)) for _ in range(3)) > -40, "the customer is not heard"
    with sound.tone(440):
        eventually("the host is heard", lambda: meter_of_the_host(customer.page) > 30, seconds=15)

    customer.button("Mute").click()
    expect(customer.page.get_by_text("You are muted")).to_be_visible()
    expect(host.page.locator(".call-person")).to_contain_text("muted")
    host.page.wait_for_timeout(800)
    assert loudness(sound.heard(2.5)) < SILENCE_DECIBELS, "a muted microphone is heard"
    customer.button("Unmute").click()
    eventually("the customer is heard again", lambda: loudness(sound.heard(2.5)) > -40, seconds=15)

    host.button("End voice for everyone").click()
    expect(customer.page.get_by_text("has ended voice for everyone")).to_be_visible()
    expect(customer.page.locator(".call")).to_be_hidden()
    host.page.wait_for_timeout(800)
    assert loudness(sound.heard(1.5)) < SILENCE_DECIBELS
    assert host.errors == [] and customer.errors == []


def test_staying_on_the_phone(calling_host: HostConsole, calling_browser: Browser, shots) -> None:
    host = calling_host
    customer = join(host, calling_browser, shots)
    press_tool(host, "audio")
    customer.button("Stay on the phone").click()
    expect(customer.page.get_by_text("You stay on the phone")).to_be_visible()
    expect(host.page.locator(".call-person")).to_contain_text("stays on the phone")
    host.shot("on-phone")
