"""A further host: invited by the first one, introduced to the customer, heard and seen by both."""

from __future__ import annotations

from collections.abc import Iterator

import numpy
import pytest
from playwright.sync_api import Browser, Page, expect

from calls import press_tool
from customer import CustomerPage, native_customer
from host import HostConsole
from sound import RATE, SoundSystem, sound_system
from test_launch import eventually

# Keeps the page's connections, so that a test can ask the browser itself what they are.
KEEP_CONNECTIONS = """
    window.keptConnections = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(...all) { super(...all); window.keptConnections.push(this); }
    };
"""

# What the browser says of each connection that is not closed.
CONNECTIONS = """
    async () => Promise.all(window.keptConnections.filter((one) => one.connectionState !== 'closed').map(async (one) => {
        const reports = [...(await one.getStats()).values()];
        const transport = reports.find((report) => report.type === 'transport');
        return {state: one.connectionState, dtls: transport?.dtlsState, cipher: transport?.srtpCipher,
                heard: reports.some((report) => report.type === 'inbound-rtp' && report.kind === 'audio'
                    && report.packetsReceived > 0)};
    }))
"""


@pytest.fixture
def second_sound() -> Iterator[SoundSystem]:
    """What the further host hears and speaks into."""
    with sound_system() as system:
        yield system


def has_tone(samples: numpy.ndarray, hertz: float) -> bool:
    """Whether much of what is heard lies within 20 hertz of the tone, and little at once above and below it."""
    power = numpy.square(numpy.abs(numpy.fft.rfft(samples)))
    hertz_each = RATE / len(samples)

    def around(middle: float) -> float:
        return power[round((middle - 20) / hertz_each) : round((middle + 20) / hertz_each)].sum()

    return around(hertz) > 0.02 * power.sum() and around(hertz) > 5 * max(around(hertz - 100), around(hertz + 100))


def join_watched(host: HostConsole, browser: Browser, shots) -> CustomerPage:
    context = browser.new_context(viewport={"width": 720, "height": 900}, locale="en")
    customer = CustomerPage(context.new_page(), shots)
    customer.page.add_init_script(KEEP_CONNECTIONS)
    customer.open(host.link)
    customer.join_by_link("Mei Lin")
    host.expect_customer("Mei Lin")
    customer.expect_connected()
    return customer


def connections(customer: CustomerPage) -> list[dict]:
    return customer.page.evaluate(CONNECTIONS)


def person_of(host: HostConsole, name: str) -> dict | None:
    people = host.snapshot()["session"]["call"]["people"]
    return next((one for one in people if one["name"] == name), None)


def hears(system: SoundSystem, *tones: float) -> bool:
    """Whether the loudspeaker plays all of the tones within a second and a half."""
    samples = system.heard(1.5)
    return all(has_tone(samples, hertz) for hertz in tones)


def meter_of(page: Page, name: str) -> int:
    person = page.locator(".call-person", has_text=name)
    return int(person.locator(".level").get_attribute("aria-valuenow"))


def test_a_further_host_is_introduced(
    calling_host: HostConsole, calling_browser: Browser, sound: SoundSystem, second_sound: SoundSystem, shots, tmp_path
) -> None:
    host = calling_host
    customer = join_watched(host, calling_browser, shots)
    host.command({"type": "inviteHost", "account": "Kim"})
    link = eventually(
        "the link for the other host", lambda: next(iter(host.snapshot()["session"].get("hostLinks", [])), None)
    )["link"]
    further = native_customer(
        calling_browser, shots, tmp_path / "kim", link, second_sound.environment, options=["--as-host"]
    )
    with further as (kim, _):
        kim.join_by_link("Kim")
        kim.expect_connected()
        # An invited host shows nothing, so that nothing is said about a missing screen.
        expect(kim.page.get_by_text("cannot be shown")).to_have_count(0)
        person = eventually("the host sees the other one", lambda: person_of(host, "Kim"))
        host.command({"type": "introduce", "participant": person["id"]})
        expect(customer.page.get_by_text("has brought you together with Kim (Kim)")).to_be_visible(timeout=15_000)
        eventually("the customer's browser has two connections", lambda: len(connections(customer)) == 2)
        eventually("both are verified", lambda: {one["dtls"] for one in connections(customer)} == {"connected"})
        kim.shot("introduced")

        press_tool(host, "audio")
        for invited in (customer, kim):
            invited.button("Join with microphone").click()
        expect(customer.page.get_by_text("You are heard by Host and Kim.")).to_be_visible(timeout=15_000)
        expect(kim.page.get_by_text("You are heard by Host and Mei Lin.")).to_be_visible()
        with sound.tone(600), second_sound.tone(1_000):
            for name in ("Host", "Kim"):
                eventually(f"the browser hears {name}", lambda name=name: meter_of(customer.page, name) > 30)
            # The customer's microphone beeps at 400 hertz once a second, while the other host's tone goes on.
            eventually("the host hears both at once", lambda: hears(sound, 400, 1_000))
            eventually("the other host hears both at once", lambda: hears(second_sound, 400, 600))
            for page in (host, customer, kim):
                page.shot("all-speak")
        assert {one["heard"] for one in connections(customer)} == {True}
        assert {one["cipher"] for one in connections(customer)} == {"SRTP_AEAD_AES_128_GCM"}

        kim.button("Leave session").click()
        expect(customer.page.get_by_text("You are heard by Host.")).to_be_visible(timeout=15_000)
        expect(host.page.get_by_text("You are heard by Mei Lin.")).to_be_visible()
        eventually("the connection is gone", lambda: len(connections(customer)) == 1)
    assert host.errors == [] and customer.errors == []


def test_an_invitation_of_a_host_that_cannot_be_made(host: HostConsole) -> None:
    host.start_session()
    host.command({"type": "inviteHost", "account": " \u0007 "})
    expect(host.page.get_by_text("Write whom the link is for")).to_be_visible()
    # One customer and seven hosts, of whom one is here.
    for number in range(7):
        host.command({"type": "inviteHost", "account": f"Host {number}"})
    expect(host.page.get_by_text("all eight places of the session are taken")).to_be_visible()
    eventually("six links", lambda: len(host.snapshot()["session"].get("hostLinks", [])) == 6)
    host.shot("refused")
    host.page.get_by_label("Language").select_option("zh-Hant")
    host.shot("refused-zh-Hant")
    assert host.errors == []
