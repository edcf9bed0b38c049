"""GStreamer's webrtcbin. Its bindings belong to the system's Python, so it runs in a process of its own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from against.base import Message, Peer, Unsupported

PYTHON = "/usr/bin/python3"
PROGRAM = Path(__file__).with_name("webrtcbin_process.py")
#: The status with which the process says that something is not installed.
MISSING_STATUS = 77


class Connection(Peer):
    name = "webrtcbin"
    # GStreamer 1.22 gives usrsctp an empty buffer for an empty message, gets EFAULT and closes the channel.
    echoes_empty_messages = False

    _process: asyncio.subprocess.Process | None = None
    _reader: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            PYTHON,
            str(PROGRAM),
            "offer" if self.makes_offer else "answer",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        # The first line says that it is ready, or the process ends.
        assert self._process.stdout is not None
        if not await self._process.stdout.readline():
            status = await self._process.wait()
            raise Unsupported(
                "GStreamer's webrtcbin or python3-gi is missing" if status == MISSING_STATUS else f"status {status}"
            )
        self._reader = asyncio.create_task(self._relay())

    async def handle(self, message: Message) -> None:
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")

    async def close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def _relay(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self.send(json.loads(line))
