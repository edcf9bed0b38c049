"""Kernel TCP in a benchmark: one connection, filled by the offerer and counted by the answerer.

    tcp_worker.py ALGORITHM

The congestion control is set and read back. Address and port of the answerer go as a `description` to the offerer.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from typing import Any


def write(message: dict[str, Any]) -> None:
    os.write(1, json.dumps(message).encode() + b"\n")


def messages():
    for line in sys.stdin:
        yield json.loads(line)


def choose(connection: socket.socket, algorithm: str) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, algorithm.encode())
    got = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16).rstrip(b"\0").decode()
    if got != algorithm:
        raise OSError(f"asked for the congestion control {algorithm}, got {got}")


def offer(algorithm: str) -> None:
    filling = threading.Event()
    connection = socket.socket()
    choose(connection, algorithm)

    def fill() -> None:
        block = bytes(1 << 16)
        while True:
            filling.wait()
            connection.sendall(block)

    for message in messages():
        match message["type"]:
            case "description":
                host, port = message["sdp"].split()
                connection.connect((host, int(port)))
                threading.Thread(target=fill, daemon=True).start()
                write({"type": "open"})
            case "fill":
                filling.set() if message["messageByteCount"] else filling.clear()
            case "close":
                return


def answer(address: str) -> None:
    listener = socket.create_server((address, 0))
    count = 0

    def receive() -> None:
        nonlocal count
        connection, _ = listener.accept()
        memory = bytearray(1 << 18)
        while size := connection.recv_into(memory):
            count += size

    threading.Thread(target=receive, daemon=True).start()
    write({"type": "description", "kind": "answer", "sdp": f"{address} {listener.getsockname()[1]}"})
    for message in messages():
        match message["type"]:
            case "read":
                write({"type": "figures", "figures": {"now": time.monotonic_ns(), "byteCount": count}})
            case "close":
                return


def main() -> None:
    try:
        start = json.loads(sys.stdin.readline())
        offer(sys.argv[1]) if start["role"] == "offerer" else answer(start["address"])
    except OSError as error:
        write({"type": "result", "passed": False, "detail": str(error)})
    os._exit(0)


main()
