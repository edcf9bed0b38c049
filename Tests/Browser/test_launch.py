"""How the program opens its page, and what two hosts of one person share."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from playwright.sync_api import Browser, expect

from nearhand import Running


def eventually(what: str, holds, seconds: float = 15):
    """Waits until something holds, and returns what it gave."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError(f"never: {what}")


def make_opener(folder: Path) -> Path:
    """An `xdg-open` that notes what it is given."""
    folder.mkdir()
    opener = folder / "xdg-open"
    opener.write_text('#!/bin/sh\necho "$1" > "$HOME/opened"\n')
    opener.chmod(0o755)
    return folder


def test_the_launch_file_goes_as_soon_as_the_page_has_opened(browser: Browser, tmp_path: Path) -> None:
    tools = make_opener(tmp_path / "tools")
    home = tmp_path / "home"
    node = Running(
        "host", "--site", "http://127.0.0.1:9", home=home,
        environment={"DISPLAY": ":54321", "PATH": f"{tools}:{os.environ['PATH']}"},
    )
    try:
        address = node.wait_for(r"^Console: (.+)$")[1]
        eventually("the browser is called", lambda: (home / "opened").exists() and (home / "opened").read_text())
        file = Path((home / "opened").read_text().strip().removeprefix("file://"))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert address in file.read_text()
        page = browser.new_context().new_page()
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        eventually("the file is gone", lambda: not file.exists())
    finally:
        assert node.stop() == 0, "\n".join(node.lines)


def test_the_launch_file_goes_with_the_program(tmp_path: Path) -> None:
    tools = make_opener(tmp_path / "tools")
    home = tmp_path / "home"
    node = Running(
        "host", "--site", "http://127.0.0.1:9", home=home,
        environment={"DISPLAY": ":54321", "PATH": f"{tools}:{os.environ['PATH']}"},
    )
    eventually("the browser is called", lambda: (home / "opened").exists() and (home / "opened").read_text())
    assert list((home / "runtime").glob("nearhand-*.html"))
    assert node.stop() == 0, "\n".join(node.lines)
    assert not list((home / "runtime").glob("nearhand-*.html"))


def test_two_hosts_of_one_person_have_folders_of_their_own(tmp_path: Path) -> None:
    def start() -> Running:
        node = Running(
            "host", "--no-browser", "--site", "http://127.0.0.1:9", "--data", str(tmp_path / "data"),
            home=tmp_path / "home",
        )
        node.wait_for(r"^Console: ")
        return node

    published = tmp_path / "data" / "published"
    first = start()
    (own,) = published.iterdir()
    (own / "file").write_text("of the first")
    second = start()
    assert len(list(published.iterdir())) == 2
    assert (own / "file").read_text() == "of the first"
    first.kill()
    assert second.stop() == 0
    assert own.exists(), "a folder is removed by the next that starts"
    third = start()
    assert not own.exists()
    assert third.stop() == 0
    assert list(published.iterdir()) == []
