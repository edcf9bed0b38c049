"""What a worker does, whatever its stack.

The lines are those of nearhand-peer's `PeerMessage`: `start`, `description`, `candidate`, `endOfCandidates`, `fill`,
`ping`, `read` and `close` come; `description`, `candidate`, `endOfCandidates`, `open`, `figures` and `result` go.
The offerer opens the channels `input` and `bulk`, and says hello on `input` as soon as that is open. The answerer
sends back what comes on `input` and counts what comes on `bulk`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from abc import ABC, abstractmethod
from typing import Any

Message = dict[str, Any]

INPUT = "input"
BULK = "bulk"
#: What `bulk` is filled up to, and when it is filled again, in bytes: the same as ours.
HIGH_WATER = 1 << 20
LOW_WATER = 1 << 19
ECHO_BYTES = 64


def write(message: Message) -> None:
    os.write(1, json.dumps(message).encode() + b"\n")


class Echoes:
    """Messages whose echoes are timed: a number and filling, about the size of an input event."""

    def __init__(self) -> None:
        self._sent: dict[int, int] = {}
        self._next = 0
        self._round_trips: list[float] = []
        self.last_at: int | None = None

    @property
    def outstanding(self) -> int:
        return len(self._sent)

    def make(self) -> bytes:
        number = self._next
        self._next += 1
        self._sent[number] = time.monotonic_ns()
        return number.to_bytes(8, "big").ljust(ECHO_BYTES, b"\0")

    def take(self, data: bytes) -> None:
        now = time.monotonic_ns()
        begin = self._sent.pop(int.from_bytes(data[:8], "big"), None)
        if begin is not None:
            self._round_trips.append((now - begin) / 1e6)
            self.last_at = now

    def take_round_trips(self) -> list[float]:
        taken, self._round_trips = self._round_trips, []
        return taken


class MeasuredStack(ABC):
    """One connection of a stack. A stack tells what happens by `opened`, `received` and `bulk_is_low`, on the loop."""

    def __init__(self, start: Message):
        self.makes_offer = start["role"] == "offerer"
        #: Whether the offerer sends video, as much as the path is found to carry.
        self.films = start.get("films", False)
        self.loop = asyncio.get_running_loop()
        self._echoes = Echoes()
        self._byte_count = 0
        self._answer_applied_at: int | None = None
        self._first_message_at: int | None = None
        self._filling = b""
        self._pinging: asyncio.Task[None] | None = None

    @abstractmethod
    async def start(self) -> None:
        """Begins; opens the channels and tells the offer where that is its part."""

    @abstractmethod
    async def handle(self, message: Message) -> None:
        """Takes a description or a candidate of the other side."""

    @abstractmethod
    def send(self, label: str, data: bytes) -> None:
        """Hands a message to the channel of that label."""

    @abstractmethod
    def bulk_amount(self) -> int:
        """The bytes that wait on the bulk channel."""

    @abstractmethod
    async def close(self) -> None:
        """Ends the connection."""

    async def run(self) -> None:
        """Does what the lines say until one says `close`."""
        await self.start()
        async for message in lines():
            match message["type"]:
                case "close":
                    break
                case "fill":
                    self._filling = b"n" * message["messageByteCount"]
                    self._fill()
                case "ping":
                    self._ping(message["milliseconds"])
                case "read":
                    write({"type": "figures", "figures": self._figures()})
                case _:
                    if message["type"] == "description" and message["kind"] == "answer":
                        self._answer_applied_at = time.monotonic_ns()
                    await self.handle(message)
        if self._pinging is not None:
            self._pinging.cancel()
        await self.close()

    # What the stack tells.

    def opened(self, label: str) -> None:
        if self.makes_offer and label == INPUT:
            self.send(INPUT, self._echoes.make())
            write({"type": "open"})

    def received(self, label: str, data: bytes) -> None:
        if self._first_message_at is None:
            self._first_message_at = time.monotonic_ns()
        if label == BULK:
            self._byte_count += len(data)
        elif self.makes_offer:
            self._echoes.take(data)
        else:
            self.send(INPUT, data)

    def bulk_is_low(self) -> None:
        self._fill()

    def _fill(self) -> None:
        while self._filling and self.bulk_amount() < HIGH_WATER:
            self.send(BULK, self._filling)

    def _ping(self, milliseconds: float) -> None:
        if self._pinging is not None:
            self._pinging.cancel()
            self._pinging = None
        if milliseconds > 0:
            self._pinging = asyncio.create_task(self._ping_on(milliseconds / 1_000))

    async def _ping_on(self, interval: float) -> None:
        while True:
            self.send(INPUT, self._echoes.make())
            await asyncio.sleep(interval)

    def _figures(self) -> Message:
        return {
            "now": time.monotonic_ns(),
            "byteCount": self._byte_count,
            "answerAppliedAt": self._answer_applied_at,
            "firstMessageAt": self._first_message_at,
            "lastEchoAt": self._echoes.last_at,
            "roundTrips": self._echoes.take_round_trips(),
            "outstanding": self._echoes.outstanding,
        }


async def lines():
    """The messages on standard input."""
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)


def describe(kind: str, sdp: str) -> None:
    write({"type": "description", "kind": kind, "sdp": sdp})


def main(stack: type[MeasuredStack]) -> None:
    """The life of a worker's process; it reports what goes wrong as a result."""

    async def live() -> None:
        # Unbuffered, so that the lines behind it are left to `lines`.
        start = json.loads(sys.stdin.buffer.raw.readline())
        await stack(start).run()

    try:
        asyncio.run(live())
    except Exception as error:
        write({"type": "result", "passed": False, "detail": f"{type(error).__name__}: {error}"})
        raise
    # Stacks with threads of their own do not always end with the interpreter.
    sys.stdout.flush()
    os._exit(0)
