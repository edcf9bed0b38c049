"""What an operator sees when the program is asked to end."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

from nearhand import Running


@pytest.mark.parametrize("reason", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("command", [["serve"], ["demo", "--no-browser"]], ids=["serve", "demo"])
def test_one_line_at_the_end(command: list[str], reason: signal.Signals, tmp_path: Path) -> None:
    running = Running(
        *command, "--port", "0", "--stun-port", "0", "--data", str(tmp_path / "data"), home=tmp_path / "home"
    )
    site = running.wait_for(r"^Site: http://127\.0\.0\.1:(\d+)$")
    if command[0] == "demo":
        running.wait_for(r"^Link: ")
    address = ("127.0.0.1", int(site[1]))
    with socket.create_connection(address), socket.create_connection(address) as speaking:
        speaking.sendall(b"GET /api/site HTTP/1.1\r\nHost: %s\r\n\r\n" % f"127.0.0.1:{site[1]}".encode())
        assert speaking.recv(12) == b"HTTP/1.1 200"
        before = len(running.lines)
        assert running.stop(reason) == 0
    assert running.lines[before:] == ["Stopped."]
