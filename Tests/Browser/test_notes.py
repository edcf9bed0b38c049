"""Notes on a session, as a host writes them: kept as typed, saved into the report, finished after the end."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from playwright.sync_api import Browser, Locator, WebSocket, expect

from customer import CustomerPage
from host import HostConsole
from nearhand import Running
from test_bad_input import free_port, service

CANARY = "Canary-4711"


def report(database: Path) -> list[tuple[str, int]]:
    """The texts and revisions that the site has, of the sessions that have notes."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute(
            "SELECT notes, notesRevision FROM report WHERE notes IS NOT NULL ORDER BY startedAt"
        ).fetchall()


def field(host: HostConsole) -> Locator:
    return host.page.get_by_label(re.compile("^(Notes on this session|此階段作業的附註)$"))


def language(host: HostConsole, tag: str) -> None:
    host.page.locator(".language-picker select").select_option(tag)


def test_notes(host: HostConsole, browser: Browser, site: Running, shots, tmp_path: Path) -> None:
    database = tmp_path / "data" / "nearhand.sqlite"
    page = host.page
    host.start_session()
    link = host.link
    context = browser.new_context(viewport={"width": 480, "height": 600}, locale="en")
    customer = CustomerPage(context.new_page(), shots)
    frames: list[str | bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: frames.append(frame))
        socket.on("framesent", lambda frame: frames.append(frame))

    customer.page.on("websocket", listen)
    customer.open(link)
    customer.join_by_link("Mei")
    host.expect_customer("Mei")

    expect(field(host)).to_be_hidden()
    host.button("Notes").click()
    expect(field(host)).to_be_focused()
    expect(page.locator(".notes-state")).to_have_text(
        "For your site’s report of this session. Your customer never sees it."
    )
    host.shot("empty")
    page.keyboard.type(f"Printer prints nothing.\n{CANARY}: driver 2.1 installed, 印表機可以列印了。")
    text = field(host).input_value()
    expect(page.locator(".notes-state")).to_contain_text("Draft, kept on this computer.")
    host.shot("draft")
    assert report(database) == []

    # Typed, and the page loaded again within the pause in which the node has not heard of it.
    page.keyboard.type(" Paid.")
    page.reload()
    expect(field(host)).to_have_value(text + " Paid.")
    expect(host.button("Save")).to_be_enabled()
    # A reader who goes on in the middle of the text stays there while the node answers.
    field(host).focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("One. ", delay=150)
    page.wait_for_timeout(500)
    page.keyboard.type("Two. ")
    expect(field(host)).to_have_value("One. Two. " + text + " Paid.")

    host.button("Save").click()
    expect(page.locator(".notes-state")).to_have_text(re.compile(r"^Saved at \d+:\d\d"))
    assert [notes for notes, _ in report(database)] == ["One. Two. " + text + " Paid."]
    expect(host.button("Save")).to_have_attribute("aria-disabled", "true")
    host.shot("saved")
    language(host, "zh-Hant")
    expect(page.locator(".notes-state")).to_contain_text("儲存")
    host.shot("saved-zh")
    language(host, "en")

    field(host).fill("x" * 20_001)
    expect(page.locator(".notes-state")).to_contain_text("Too long.")
    expect(page.locator(".notes-count")).to_have_text("Characters left: -1")
    expect(host.button("Save")).to_have_attribute("aria-disabled", "true")
    host.shot("too-long")
    field(host).fill("機" * 20_000)
    expect(page.locator(".notes-count")).to_have_text("Characters left: 0")
    host.button("Save").click()
    expect(page.locator(".notes-state")).to_have_text(re.compile(r"^Saved at"))
    assert [notes for notes, _ in report(database)] == ["機" * 20_000]
    field(host).fill(text)
    expect(page.locator(".notes-state")).to_contain_text("Changed since")

    host.end_session()
    expect(page.get_by_role("heading", name="The session has ended")).to_be_visible()
    expect(field(host)).to_have_value(text)
    field(host).press("Control+End")
    page.keyboard.type("\nFinished after the end.")
    host.shot("after-the-end")
    language(host, "zh-Hant")
    expect(page.locator(".notes-session")).to_contain_text("開始的階段作業")
    host.shot("after-the-end-zh")
    page.get_by_role("button", name="儲存", exact=True).click()
    expect(page.locator(".notes-state")).to_contain_text("儲存")
    language(host, "en")
    expect(page.locator(".notes-state")).to_have_text(re.compile(r"^Saved at"))
    assert [notes for notes, _ in report(database)] == [text + "\nFinished after the end."]

    assert host.errors == [] and customer.errors == []
    assert CANARY not in customer.page.content()
    assert frames and not any(CANARY in (frame if isinstance(frame, str) else repr(frame)) for frame in frames)
    context.close()
    assert site.stop() == 0
    assert CANARY not in "\n".join(site.lines)


def test_notes_without_the_site(browser: Browser, shots, tmp_path: Path) -> None:
    port = free_port()
    added = Running("account", "add", "alex", "--data", str(tmp_path / "data"), home=tmp_path / "home")
    password = added.wait_for(r"^One-time password: (\S+)$")[1]
    database = tmp_path / "data" / "nearhand.sqlite"

    def start_node() -> Running:
        return Running(
            "host", "--no-browser", "--site", f"http://127.0.0.1:{port}", "--data", str(tmp_path / "node"),
            "-vv", home=tmp_path / "home",
        )

    with service(port, tmp_path) as first:
        node = start_node()
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
        host = HostConsole(context.new_page(), shots)
        host.open(node.wait_for(r"^Console: (.+)$")[1])
        host.sign_in("alex", password)
        host.start_session()
        host.button("Notes").click()
        host.page.keyboard.type(f"{CANARY} before the outage")
        first.kill()
        expect(host.page.get_by_text("your session goes on").first).to_be_visible(timeout=15_000)
        host.button("Save").click()
        expect(host.page.locator(".notes-state")).to_have_text(
            "Not saved yet: no connection to the site; it will be sent."
        )
        host.shot("waiting")
        language(host, "zh-Hant")
        host.shot("waiting-zh")
        language(host, "en")
    kept = list((tmp_path / "node" / "notes").iterdir())
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600]
    node.kill()
    assert CANARY not in "\n".join(node.lines)
    with service(port, tmp_path):
        assert report(database) == []
        node = start_node()
        try:
            host = HostConsole(context.new_page(), shots)
            host.open(node.wait_for(r"^Console: (.+)$")[1])
            host.sign_in_again("alex")
            expect(field(host)).to_have_value(f"{CANARY} before the outage", timeout=15_000)
            expect(host.page.locator(".notes-state")).to_have_text(re.compile(r"^Saved at"))
            assert [notes for notes, _ in report(database)] == [f"{CANARY} before the outage"]
            assert host.errors == []
        finally:
            node.stop()
    assert CANARY not in "\n".join(node.lines)


def test_a_session_from_before_there_were_reports_gets_one(tmp_path: Path) -> None:
    database = tmp_path / "data" / "nearhand.sqlite"

    def add(name: str) -> None:
        added = Running("account", "add", name, "--data", str(tmp_path / "data"), home=tmp_path / "home")
        added.wait_for(r"^One-time password: ")
        assert added.exit_code(10) == 0

    add("alex")
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE report")
        connection.execute("DELETE FROM grdb_migrations WHERE identifier LIKE '2:%'")
        connection.execute("INSERT INTO session VALUES ('c2Vzc2lvbg', 1, 1780000000, NULL, 1780000900)")
    connection.close()
    add("grace")
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT session, account, startedAt, notes, notesRevision FROM report").fetchall()
    connection.close()
    assert rows == [("c2Vzc2lvbg", 1, 1780000000, None, 0)]
