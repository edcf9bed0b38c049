"""What people and networks do wrong, and what each then reads."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from customer import CustomerPage
from host import HostConsole
from nearhand import Running

NUMBER_TEXT = "This number does not work now. Check the digits, or ask your host for a new one."


def new_customer(browser: Browser, shots, label: str = "customer", locale: str = "en") -> CustomerPage:
    context = browser.new_context(viewport={"width": 480, "height": 640}, locale=locale)
    return CustomerPage(context.new_page(), shots, label)


@pytest.mark.parametrize("typed", ["000000000", "12 34 56 78 9"])
def test_numbers_that_do_not_work(host: HostConsole, site: Running, browser: Browser, shots, typed: str) -> None:
    host.start_session()
    assert re.sub(r"\s", "", host.number) not in (re.sub(r"\s", "", typed), "")
    customer = new_customer(browser, shots)
    customer.open(site.wait_for(r"^Site: (.+)$")[1])
    customer.join_by_number(typed, "Mei")
    expect(customer.page.get_by_text(NUMBER_TEXT).first).to_be_visible()
    customer.shot("refused")
    assert host.page.locator(".knock").count() == 0


def test_damaged_link_offers_the_number(host: HostConsole, browser: Browser, shots) -> None:
    host.start_session()
    customer = new_customer(browser, shots)
    customer.open(host.link[:-5])
    expect(customer.page.get_by_label("Session number")).to_be_visible()
    customer.shot("damaged")
    assert customer.errors == []


def test_second_customer_on_the_same_link(host: HostConsole, browser: Browser, shots) -> None:
    host.start_session()
    link = host.link
    first = new_customer(browser, shots, "first")
    first.open(link)
    first.join_by_link("Mei")
    host.expect_customer("Mei")
    second = new_customer(browser, shots, "second")
    second.open(link)
    expect(second.page.get_by_label("Session number")).to_be_visible()
    second.shot("refused")
    first.expect_connected()
    assert first.errors == [] and second.errors == []


def test_declined(host: HostConsole, site: Running, browser: Browser, shots) -> None:
    host.start_session()
    customer = new_customer(browser, shots, locale="zh-TW")
    customer.open(site.wait_for(r"^Site: (.+)$")[1])
    customer.shot("enter")
    customer.page.locator("input").nth(0).fill(host.number)
    customer.page.locator("input").nth(1).fill("美玲")
    customer.button("加入").click()
    host.button(re.compile("Decline")).click()
    expect(customer.page.get_by_role("heading", name=re.compile("未"))).to_be_visible()
    customer.shot("declined")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def service(port: int, folder: Path) -> Iterator[Running]:
    running = Running(
        "serve", "--port", str(port), "--stun-port", "0", "--data", str(folder / "data"), home=folder / "home"
    )
    running.wait_for(r"^Site: ")
    yield running
    if running.is_running:
        running.stop()


def test_restart_of_the_service_ends_no_session(browser: Browser, shots, tmp_path: Path) -> None:
    port = free_port()
    added = Running("account", "add", "alex", "--data", str(tmp_path / "data"), home=tmp_path / "home")
    password = added.wait_for(r"^One-time password: (\S+)$")[1]
    with service(port, tmp_path) as first:
        node = Running(
            "host", "--no-browser", "--site", f"http://127.0.0.1:{port}", "--data", str(tmp_path / "node"),
            home=tmp_path / "home",
        )
        try:
            context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
            host = HostConsole(context.new_page(), shots)
            host.open(node.wait_for(r"^Console: (.+)$")[1])
            host.sign_in("alex", password)
            host.start_session()
            customer = new_customer(browser, shots)
            customer.open(host.link)
            customer.join_by_link("Mei")
            host.expect_customer("Mei")
            customer.expect_connected()
            first.kill()
            host.write("Are you still there?")
            customer.expect_message("Are you still there?")
            with service(port, tmp_path):
                expect(host.page.get_by_text("Online").first).to_be_visible(timeout=40_000)
                customer.write("Yes, all the time.")
                host.expect_message("Yes, all the time.")
                host.expect_customer("Mei")
            assert host.errors == [] and customer.errors == []
        finally:
            node.stop()


def test_waiting_for_a_host_who_is_away(browser: Browser, shots, tmp_path: Path) -> None:
    port = free_port()
    added = Running("account", "add", "alex", "--data", str(tmp_path / "data"), home=tmp_path / "home")
    password = added.wait_for(r"^One-time password: (\S+)$")[1]
    with service(port, tmp_path):
        node = Running(
            "host", "--no-browser", "--site", f"http://127.0.0.1:{port}", "--data", str(tmp_path / "node"),
            home=tmp_path / "home",
        )
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
        host = HostConsole(context.new_page(), shots)
        host.open(node.wait_for(r"^Console: (.+)$")[1])
        host.sign_in("alex", password)
        host.start_session()
        number = host.number
        node.kill()
        customer = new_customer(browser, shots)
        customer.open(f"http://127.0.0.1:{port}/")
        customer.join_by_number(number, "Mei")
        expect(customer.page.get_by_role("heading", name="is away")).to_be_visible(timeout=30_000)
        customer.shot("away")
