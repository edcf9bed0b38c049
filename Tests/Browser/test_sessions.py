"""Whole sessions: steps 2 to 8 of the product's main job, as two people do them."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from playwright.sync_api import Browser, Playwright, expect

from conftest import CHROMIUM, SANDBOX
from customer import CustomerPage, native_customer
from desktop import QUARTERS
from host import HostConsole
from nearhand import Running


def new_customer(browser: Browser, shots, label: str = "customer") -> CustomerPage:
    context = browser.new_context(viewport={"width": 480, "height": 420}, locale="en", accept_downloads=True)
    return CustomerPage(context.new_page(), shots, label)


def chat_both_ways(host: HostConsole, customer: CustomerPage) -> None:
    host.write("Good morning, how can I help?")
    customer.expect_message("Good morning, how can I help?")
    customer.write("My printer <b>prints</b> nothing.")
    host.expect_message("My printer <b>prints</b> nothing.")


def view_and_stop(host: HostConsole, customer: CustomerPage) -> None:
    host.request_view()
    customer.allow()
    host.expect_picture(QUARTERS)
    host.shot("picture")
    customer.shot("sharing")
    expect(customer.page.locator(".share-bar-text")).to_contain_text("You are showing your screen to")
    customer.button("Stop").click()
    host.expect_no_picture()
    host.shot("stopped")


def make_file(folder: Path) -> tuple[Path, str]:
    content = bytes(index * 37 % 251 for index in range(2_000_000))
    path = folder / "Printer driver ü.bin"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def test_link_in_a_browser(
    host: HostConsole, customer_browser: Browser, pattern: None, shots, tmp_path: Path, site: Running
) -> None:
    host.start_session()
    host.shot("started")
    customer = new_customer(customer_browser, shots)
    customer.open(host.link)
    expect(customer.page.get_by_text("invites you").first).to_be_visible()
    assert "#" not in customer.page.url, "the secret stays in the address bar"
    customer.shot("invited")
    customer.join_by_link("Mei Lin")
    host.expect_customer("Mei Lin")
    customer.expect_connected()
    chat_both_ways(host, customer)
    view_and_stop(host, customer)

    path, digest = make_file(tmp_path)
    host.publish(str(path))
    with customer.page.expect_download() as download:
        customer.page.get_by_role("button", name=re.compile("^Download")).first.click()
    saved = Path(download.value.path())
    assert hashlib.sha256(saved.read_bytes()).hexdigest() == digest
    expect(customer.page.get_by_text("every byte checked")).to_be_visible()
    customer.shot("file")

    host.end_session()
    expect(customer.page.get_by_text("The host has ended the session").first).to_be_visible()
    expect(host.button("Start another session")).to_be_visible()
    customer.shot("ended")
    host.shot("ended")
    assert host.errors == [] and customer.errors == []


def test_number_in_a_browser(host: HostConsole, browser: Browser, shots, site: Running) -> None:
    host.start_session()
    customer = new_customer(browser, shots)
    customer.open(site.wait_for(r"^Site: (.+)$")[1])
    customer.join_by_number(host.number, "Mei Lin")
    expect(customer.page.get_by_role("heading", name="Waiting for")).to_be_visible()
    customer.shot("waiting")
    host.shot("knock")
    host.button(re.compile("Admit")).click()
    shown = host.page.locator(".big-digits")
    expect(shown).to_be_visible()
    host.shot("digits")
    digits = re.sub(r"\D", "", shown.inner_text())
    assert len(digits) == 6
    customer.shot("digits")
    customer.confirm_digits(digits)
    four = customer.read_back
    assert len(four) == 4
    customer.shot("read-back")
    host.page.locator(".pairing input").fill(four)
    host.page.locator(".pairing button[type=submit]").click()
    host.expect_customer("Mei Lin")
    customer.expect_connected()
    chat_both_ways(host, customer)
    customer.button("Leave session").click()
    expect(customer.page.get_by_text("You have left the session").first).to_be_visible()
    expect(host.page.get_by_text("has left the session").first).to_be_visible()
    assert host.errors == [] and customer.errors == []


def test_link_with_the_native_node(
    host: HostConsole, browser: Browser, customer_desktop: str, pattern: None, shots, tmp_path: Path
) -> None:
    host.start_session()
    with native_customer(
        browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}
    ) as (customer, _):
        expect(customer.page.get_by_role("heading", name="Host invites you")).to_be_visible()
        customer.shot("invited")
        customer.join_by_link("Mei Lin")
        host.expect_customer("Mei Lin")
        customer.expect_connected()
        expect(host.page.locator(".customer-card")).to_contain_text("Support Manager")
        chat_both_ways(host, customer)
        view_and_stop(host, customer)

        path, digest = make_file(tmp_path)
        host.publish(str(path))
        customer.page.get_by_role("button", name=re.compile("^Download")).first.click()
        expect(customer.page.get_by_text("Saved to").first).to_be_visible(timeout=15_000)
        saved = tmp_path / "customer" / "Downloads" / path.name
        assert hashlib.sha256(saved.read_bytes()).hexdigest() == digest

        host.end_session()
        expect(customer.page.get_by_text("The host has ended the session").first).to_be_visible()
        customer.shot("ended")
        host.button("Start another session").click()
        expect(host.page.locator(".session-number")).to_be_visible()
        customer.button("Join again").click()
        expect(customer.page.get_by_label("Your name")).to_have_value("Mei Lin")
        customer.join_by_number(host.number, "Mei Lin")
        host.button(re.compile("Admit")).click()
        customer.confirm_digits(re.sub(r"\D", "", host.page.locator(".big-digits").inner_text()))
        host.page.locator(".pairing input").fill(customer.read_back)
        host.page.locator(".pairing button[type=submit]").click()
        host.expect_customer("Mei Lin")
        customer.expect_connected()
        chat_both_ways(host, customer)
        assert host.errors == [] and customer.errors == []
