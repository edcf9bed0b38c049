"""A site that speaks another version of the protocol: the native node's panel says so, and what helps."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from websockets.sync.server import ServerConnection, serve

from customer import CustomerPage
from nearhand import Running


@contextmanager
def refusing_site() -> Iterator[tuple[str, list[dict]]]:
    """A service that refuses whoever comes; gives its address and what it was told."""
    heard: list[dict] = []

    def refuse(connection: ServerConnection) -> None:
        heard.append(json.loads(connection.recv()))
        connection.send(json.dumps({"type": "refused", "code": "unsupportedVersion"}))
        connection.close(1008)

    with serve(refuse, "127.0.0.1", 0, subprotocols=["nearhand.1"], compression=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}", heard
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("locale", "title", "advice", "again"),
    [
        ("en", "of different versions", "in a browser and join there", "Try again"),
        ("zh-TW", "版本不同", "以瀏覽器開啟", "再試一次"),
    ],
)
def test_panel_of_a_site_of_another_version(
    browser: Browser, shots, tmp_path: Path, locale: str, title: str, advice: str, again: str
) -> None:
    with refusing_site() as (address, heard):
        node = Running("join", "--no-browser", "--site", address, home=tmp_path / "home")
        try:
            context = browser.new_context(viewport={"width": 480, "height": 640}, locale=locale)
            customer = CustomerPage(context.new_page(), shots, "panel")
            customer.open(node.wait_for(r"^Panel: (.+)$")[1])
            expect(customer.page.get_by_role("heading", level=1)).to_contain_text(title, timeout=15_000)
            expect(customer.page.get_by_text(advice)).to_be_visible()
            assert customer.page.locator(".spinner").count() == 0, "nothing goes on by itself"
            customer.shot("other-version")
            assert [message["type"] for message in heard] == ["visit"]
            customer.button(again).click()
            for _ in range(50):
                customer.page.wait_for_timeout(100)
                if len(heard) == 2:
                    break
            assert len(heard) == 2, "the person can have it tried again"
            expect(customer.page.get_by_role("heading", level=1)).to_contain_text(title)
            assert customer.errors == []
        finally:
            assert node.stop() == 0, "\n".join(node.lines)
