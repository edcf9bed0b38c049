"""A process on one side of a measured connection, told by JSON lines what to do."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lab.namespaces import command

Message = dict[str, Any]


class WorkerFailure(Exception):
    """A worker ended early, or said that it cannot go on."""


class Worker:
    """Started in a namespace on one core. What it says is kept until somebody waits for it."""

    def __init__(self, name: str, process: asyncio.subprocess.Process):
        self.name = name
        self.signalling: Callable[[Message], None] = lambda _message: None
        self.paths: list[Message] = []
        self.states: list[str] = []
        #: The name that ICE goes by; another one means that it was restarted.
        self.credentials: str | None = None
        self._process = process
        self._kept: list[Message] = []
        self._changed = asyncio.Condition()
        self._ended = False
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, name: str, namespace: str, words: list[str], core: int | None, errors: Path | None) -> Worker:
        """Starts a process; what it writes to its standard error is added to a file."""
        pin = ["taskset", "--cpu-list", str(core)] if core is not None else []
        file = errors.open("ab") if errors is not None else None
        try:
            process = await asyncio.create_subprocess_exec(
                *command(namespace, *pin, *words),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=file or asyncio.subprocess.DEVNULL,
                limit=1 << 24,
                start_new_session=True,
            )
        finally:
            if file is not None:
                file.close()
        return cls(name, process)

    @property
    def process_id(self) -> int:
        return self._process.pid

    def send(self, message: Message) -> None:
        stdin = self._process.stdin
        if stdin is not None and not stdin.is_closing():
            stdin.write(json.dumps(message).encode() + b"\n")

    async def wait_for(self, kind: str, timeout: float) -> Message:
        """The next message of a kind; raises `WorkerFailure` when the worker fails first or says nothing."""

        def found() -> bool:
            return self._ended or any(message["type"] in (kind, "result") for message in self._kept)

        try:
            async with asyncio.timeout(timeout), self._changed:
                await self._changed.wait_for(found)
        except TimeoutError:
            raise WorkerFailure(f"{self.name} said no {kind} within {timeout:g} s") from None
        for message in self._kept:
            if message["type"] in (kind, "result"):
                # A failure is told once; figures may still be asked for.
                self._kept.remove(message)
                if message["type"] == kind:
                    return message
                raise WorkerFailure(f"{self.name}: {message.get('detail')}")
        raise WorkerFailure(f"{self.name} ended with status {await self._process.wait()}")

    async def ask(self, message: Message, kind: str, timeout: float = 10) -> Message:
        self.send(message)
        return await self.wait_for(kind, timeout)

    async def figures(self) -> Message:
        """What the worker has counted; times are nanoseconds of CLOCK_MONOTONIC."""
        return (await self.ask({"type": "read"}, "figures"))["figures"]

    async def close(self) -> None:
        """Asks the process to end, and makes it end."""
        self.send({"type": "close"})
        try:
            async with asyncio.timeout(3):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        except asyncio.CancelledError:
            self._process.kill()
            raise
        finally:
            self._reader.cancel()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            message = json.loads(line)
            match message["type"]:
                case "description" | "candidate" | "endOfCandidates" | "restart":
                    if found := re.search(r"^a=ice-ufrag:(\S+)", message.get("sdp", ""), re.MULTILINE):
                        self.credentials = found[1]
                    self.signalling(message)
                    continue
                case "state":
                    self.states.append(message["state"])
                    continue
                case "path":
                    self.paths.append(message["path"])
                    continue
            async with self._changed:
                self._kept.append(message)
                self._changed.notify_all()
        async with self._changed:
            self._ended = True
            self._changed.notify_all()


def introduce(left: Worker, right: Worker, delay: float = 0) -> None:
    """Hands each worker's descriptions and candidates to the other, as a signalling service does.

    A service is reached over a network too: every message takes `delay` seconds.
    """
    loop = asyncio.get_running_loop()
    left.signalling = lambda message: _after(loop, delay, right.send, message)
    right.signalling = lambda message: _after(loop, delay, left.send, message)


def _after(loop: asyncio.AbstractEventLoop, delay: float, send: Callable[[Message], None], message: Message) -> None:
    if delay > 0:
        loop.call_later(delay, send, message)
    else:
        send(message)
