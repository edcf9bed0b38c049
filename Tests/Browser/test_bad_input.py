"""What people and networks do wrong, and what each then reads."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from customer import CustomerPage, native_customer
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


@pytest.mark.parametrize("damage", ["cut off", "without secret", "longer"])
def test_damaged_link_offers_the_number(host: HostConsole, browser: Browser, shots, damage: str) -> None:
    host.start_session()
    link = host.link
    customer = new_customer(browser, shots)
    customer.open({"cut off": link[:-5], "without secret": link.partition("#")[0], "longer": link + "A"}[damage])
    expect(customer.page.get_by_label("Session number")).to_be_visible()
    expect(customer.page.get_by_text("Part of this link is missing")).to_be_visible()
    customer.shot("damaged")
    assert customer.errors == []


def with_one_wrong_character(link: str) -> str:
    site, _, secret = link.partition("#")
    return f"{site}#{'B' if secret[0] == 'A' else 'A'}{secret[1:]}"


LINK_TEXT = "This link is damaged or not genuine"
HOST_LINK_TEXT = "Mei came with a damaged or forged link and was not let in. Your link still works for the right person."


def test_link_with_one_wrong_character(host: HostConsole, browser: Browser, shots) -> None:
    host.start_session()
    link = host.link
    customer = new_customer(browser, shots)
    customer.open(with_one_wrong_character(link))
    customer.join_by_link("Mei")
    expect(customer.page.get_by_text(LINK_TEXT)).to_be_visible(timeout=15_000)
    expect(customer.page.get_by_label("Session number")).to_be_visible()
    customer.shot("not-genuine")
    expect(host.page.get_by_text(HOST_LINK_TEXT)).to_be_visible()
    host.shot("not-genuine")
    assert host.link == link
    right = new_customer(browser, shots, "right")
    right.open(link)
    right.join_by_link("Lin")
    host.expect_customer("Lin")
    right.expect_connected()
    # The number way is open to the first one, as the page offers it.
    customer.page.get_by_label("Session number").fill(host.number)
    customer.button("Join").click()
    expect(host.page.locator(".knock")).to_contain_text("Mei")
    assert host.errors == [] and customer.errors == []


def test_link_with_one_wrong_character_in_the_native_node(
    host: HostConsole, browser: Browser, shots, tmp_path: Path
) -> None:
    host.start_session()
    with native_customer(browser, shots, tmp_path / "customer", with_one_wrong_character(host.link)) as (panel, _):
        panel.join_by_link("Mei")
        expect(panel.page.get_by_text(LINK_TEXT)).to_be_visible(timeout=15_000)
        panel.join_by_number(host.number, "Mei")
        expect(host.page.get_by_text(HOST_LINK_TEXT)).to_be_visible()
        expect(host.page.locator(".knock")).to_contain_text("Mei")
        panel.shot("waiting")


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


def test_a_host_whose_program_crashed_comes_back(browser: Browser, shots, tmp_path: Path) -> None:
    port = free_port()
    added = Running("account", "add", "alex", "--data", str(tmp_path / "data"), home=tmp_path / "home")
    password = added.wait_for(r"^One-time password: (\S+)$")[1]

    def start_node() -> Running:
        return Running(
            "host", "--no-browser", "--site", f"http://127.0.0.1:{port}", "--data", str(tmp_path / "node"),
            home=tmp_path / "home",
        )

    with service(port, tmp_path):
        node = start_node()
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
        host = HostConsole(context.new_page(), shots)
        host.open(node.wait_for(r"^Console: (.+)$")[1])
        host.sign_in("alex", password)
        host.start_session()
        number, link = host.number, host.link
        kept = tmp_path / "node" / "host-session.json"
        assert kept.stat().st_mode & 0o777 == 0o600
        node.kill()
        customer = new_customer(browser, shots)
        customer.page.clock.install()
        customer.open(f"http://127.0.0.1:{port}/")
        customer.join_by_number(number, "Mei")
        expect(customer.page.get_by_role("heading", name="is away")).to_be_visible(timeout=30_000)
        customer.shot("away")
        advice = customer.page.get_by_text("Call your host: when they open Nearhand again, you go on here.")
        for _ in range(7):
            customer.page.clock.run_for(15_000)
            customer.page.wait_for_timeout(100)
        assert advice.count() == 0
        customer.page.clock.run_for(20_000)
        expect(advice).to_be_visible()
        customer.shot("away-for-long")

        node = start_node()
        host = HostConsole(context.new_page(), shots)
        host.open(node.wait_for(r"^Console: (.+)$")[1])
        host.sign_in_again("alex")
        expect(host.page.get_by_text("Your session from before goes on.")).to_be_visible(timeout=15_000)
        assert (host.number, host.link) == (number, link)
        expect(host.page.locator(".knock")).to_contain_text("Mei")
        host.shot("taken-up")
        expect(customer.page.get_by_role("heading", name="Waiting for")).to_be_visible()
        by_link = new_customer(browser, shots, "by-link")
        by_link.open(link)
        by_link.join_by_link("Lin")
        host.expect_customer("Lin")
        by_link.expect_connected()

        assert node.stop() == 0
        expect(customer.page.get_by_role("heading", name="The host has ended the session")).to_be_visible()
        assert not kept.exists(), "the link's secret is gone with its session"
        assert host.errors == [] and customer.errors == []


@pytest.mark.parametrize(("locale", "kept"), [("en", "Nothing is lost"), ("zh-TW", "資料不會遺失")])
def test_sign_in_to_a_site_that_does_not_answer(browser: Browser, shots, tmp_path: Path, locale: str, kept: str) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    node = Running(
        "host", "--no-browser", "--site", address, "--data", str(tmp_path / "node"), home=tmp_path / "home"
    )
    try:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale=locale)
        host = HostConsole(context.new_page(), shots)
        host.open(node.wait_for(r"^Console: (.+)$")[1])
        expect(host.page.get_by_role("heading", level=1)).to_contain_text(address)
        expect(host.page.locator(".banner")).to_contain_text(kept)
        host.shot("unreachable")
        assert host.errors == []
    finally:
        node.stop()


@pytest.mark.parametrize(
    ("locale", "cause", "by_itself"),
    [("en", "cannot be reached", "goes on by itself"), ("zh-TW", "無法連接網站", "會自動繼續")],
)
def test_panel_of_a_site_that_does_not_answer(
    browser: Browser, shots, tmp_path: Path, locale: str, cause: str, by_itself: str
) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    node = Running("join", "--no-browser", "--site", address, home=tmp_path / "home")
    try:
        customer = new_customer(browser, shots, "panel", locale)
        customer.open(node.wait_for(r"^Panel: (.+)$")[1])
        expect(customer.page.locator(".banner")).to_contain_text(cause)
        # The panel tries by itself.
        expect(customer.page.locator(".banner")).to_contain_text(by_itself)
        customer.shot("unreachable")
        assert customer.errors == []
    finally:
        node.stop()


def test_a_desktop_that_cannot_be_shown(host: HostConsole, browser: Browser, shots, tmp_path: Path) -> None:
    host.start_session()
    with native_customer(browser, shots, tmp_path / "customer", host.link, {"DISPLAY": ":54321"}) as (customer, _):
        customer.join_by_link("Mei")
        host.expect_customer("Mei")
        expect(customer.page.get_by_text("no X display answers")).to_be_visible()
        customer.shot("explained")
        host.tab("Desktop")
        expect(host.page.get_by_text("Support Manager on Mei")).to_be_visible()
        host.shot("explained")


def test_a_wayland_desktop_is_shown_by_the_browser(host: HostConsole, browser: Browser, shots, tmp_path: Path) -> None:
    host.start_session()
    wayland = {"DISPLAY": "", "WAYLAND_DISPLAY": "wayland-0"}
    with native_customer(browser, shots, tmp_path / "customer", host.link, wayland) as (customer, _):
        customer.join_by_link("Mei")
        host.expect_customer("Mei")
        # Said before anybody asks.
        expect(customer.page.get_by_text("On this desktop (Wayland) your browser shows the screen")).to_be_visible()
        customer.shot("offered")
        host.tab("Desktop")
        expect(host.page.get_by_role("tabpanel").get_by_role("button", name="Request view")).to_be_enabled()


def test_a_desktop_whose_server_dies(
    host: HostConsole, browser: Browser, shots, tmp_path: Path, customer_desktop: str
) -> None:
    host.start_session()
    with native_customer(
        browser, shots, tmp_path / "customer", host.link, {"DISPLAY": customer_desktop}
    ) as (customer, node):
        customer.join_by_link("Mei")
        host.expect_customer("Mei")
        host.write("Before the picture")
        customer.expect_message("Before the picture")
        host.request_view()
        customer.allow()
        expect(host.page.locator("canvas.picture-canvas")).to_be_visible(timeout=20_000)
        end_desktop_child(node.pid)
        expect(customer.page.get_by_text("stopped unexpectedly")).to_be_visible()
        expect(host.page.get_by_text("broke off")).to_be_visible()
        customer.shot("broken")
        host.shot("broken")
        customer.expect_message("Before the picture")
        host.expect_customer("Mei")


def end_desktop_child(parent: int) -> None:
    """Kills the process that captures, as a crash of it would."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == parent and b"desktop" in (status.parent / "cmdline").read_bytes():
                os.kill(int(status.parent.name), signal.SIGKILL)
                return
        except (FileNotFoundError, ProcessLookupError):
            continue
    raise AssertionError("no process captures")


def test_the_demonstration_ends_when_its_site_cannot_be_reached(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    running = Running(
        "demo", "--no-browser", "--site", f"https://localhost:{free_port()}", "--stun-port", "0",
        "--certificate", str(certificate), "--key", str(key), "--data", str(tmp_path / "data"), home=tmp_path / "home",
    )
    running.wait_for(r"certificate of https://localhost:\d+ is not trusted", seconds=60)
    assert running.exit_code(seconds=20) == 1, "\n".join(running.lines)


def test_the_demonstration_trusts_an_authority_of_ones_own(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    running = Running(
        "demo", "--no-browser", "--site", f"https://localhost:{free_port()}", "--stun-port", "0",
        "--certificate", str(certificate), "--key", str(key), "--ca-file", str(certificate),
        "--data", str(tmp_path / "data"), home=tmp_path / "home",
    )
    running.wait_for(r"^Link: https://localhost:\d+/j/")
    assert running.stop() == 0, "\n".join(running.lines)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody but itself signed."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out",
         str(certificate)],
        check=True, capture_output=True,
    )
    return certificate, key


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["host", "--site", "nonsense"], "is no site address"),
        (["host", "--site", "http://127.0.0.1:9", "--console-port", "{taken}"], "is taken by another program"),
        (["host", "--site", "http://127.0.0.1:9", "--ca-file", "/nonexistent"], "cannot be read"),
        (["host", "--site", "http://127.0.0.1:9", "--data", "/proc/none"], "cannot be made"),
        (["join", "--site", "nonsense"], "is no site address"),
        (["join", "--site", "http://127.0.0.1:9", "--console-port", "{taken}"], "is taken by another program"),
        (["join"], "No link was given"),
        (["serve", "--port", "{taken}", "--data", "{data}"], "is taken by another program"),
        (["serve", "--port", "0", "--stun-port", "0", "--data", "/proc/none"], "cannot be made"),
        (["serve", "--site", "https://name.example", "--data", "{data}"], "."),
        (["serve", "--port", "0", "--certificate", "/nonexistent", "--key", "/nonexistent", "--data", "{data}"],
         "cannot be read"),
        (["serve", "--port", "0", "--turn-url", "turn:a:1", "--turn-secret-file", "/nonexistent", "--data", "{data}"],
         "cannot be read"),
        (["demo", "--port", "{taken}", "--no-browser", "--data", "{data}"], "is taken by another program"),
        (["account", "reset-password", "nobody", "--data", "{data}"], "nobody"),
        (["account", "add", "", "--data", "{data}"], "name"),
    ],
)
def test_what_keeps_a_program_from_starting_is_a_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        places = {"taken": str(other.getsockname()[1]), "data": str(tmp_path / "data")}
        running = Running(*[argument.format(**places) for argument in arguments], home=tmp_path / "home", text="")
        running.close_input()
        code = running.exit_code(seconds=20)
    said = "\n".join(running.lines)
    assert code != 0, said
    assert sentence in said, said
    # A sentence begins with a capital letter after `Error: `, ends with a full stop, and shows no type of the program's.
    assert re.search(r"^Error: [A-Z“/\d\w].*\.$", said, re.MULTILINE), said
    assert not re.search(r"\w+\(\w+: |Error Domain|Fatal|Optional\(", said), said
