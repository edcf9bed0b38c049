"""nearhand-peer in a network namespace, with what it told."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Message = dict[str, Any]


class Peer:
    """One end. `ticks` holds when messages of the other end came, at most ten a second."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.ticks: list[float] = []
        self.states: list[str] = []
        self.paths: list[Message] = []
        self.signalling: Callable[[Message], None] = lambda _message: None
        self._process = process
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, namespace: str, executable: Path, role: str, **options: Any) -> Peer:
        process = await asyncio.create_subprocess_exec(
            *["ip", "netns", "exec", namespace, str(executable)],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 20,
        )
        peer = cls(process)
        peer.send({"type": "start", "scenario": "stream", "role": role, "includesLoopback": False, **options})
        return peer

    @property
    def process_id(self) -> int:
        return self._process.pid

    def send(self, message: Message) -> None:
        if self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(json.dumps(message).encode() + b"\n")

    async def wait_for_data(self, after: float, timeout: float) -> float | None:
        """When the first message after a time came; `None` when none did."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            later = [tick for tick in self.ticks if tick > after]
            if later:
                return later[0]
            await asyncio.sleep(0.01)
        return None

    async def close(self) -> None:
        self.send({"type": "close"})
        try:
            async with asyncio.timeout(5):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        self._reading.cancel()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            message = json.loads(line)
            match message["type"]:
                case "tick":
                    self.ticks.append(time.monotonic())
                case "state":
                    self.states.append(message["state"])
                case "path":
                    self.paths.append(message["path"])
                case "result":
                    self.states.append(message["detail"])
                case _:
                    self.signalling(message)


def join(offerer: Peer, answerer: Peer) -> None:
    """Carries the signalling of each to the other, at once and in order."""
    offerer.signalling = answerer.send
    answerer.signalling = offerer.send
