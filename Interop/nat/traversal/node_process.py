"""`nearhand host` or `nearhand join` without a browser: its own console's WebSocket is used as the page uses it.

    node_process.py host|join EXECUTABLE SITE CA-FILE FOLDER

JSON lines come: first `{"type": "start", "name", "password"}` for a host or `{"type": "start", "link"}` for a customer,
then `{"type": "chat", "text"}`, at last `{"type": "close"}`. JSON lines go: `link`, `joining`, `connected`, `path`,
`chat`, and `result` when it cannot go on.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import websockets

Message = dict[str, Any]
NEW_PASSWORD = "a long enough password of ours"


def write(message: Message) -> None:
    os.write(1, json.dumps(message).encode() + b"\n")


def post(address: str, body: Message, origin: str, trust: ssl.SSLContext | None = None) -> Message:
    """Sends JSON as a page of that origin does; gives the answer, also that of a refusal."""
    handlers: list[Any] = [urllib.request.ProxyHandler({})]
    if trust is not None:
        handlers.append(urllib.request.HTTPSHandler(context=trust))
    headers = {"Content-Type": "application/json", "Origin": origin}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        return json.load(refusal)


class Node:
    """The node's process and the page's side of its console."""

    def __init__(self, role: str, executable: str, site: str, authorities: str, folder: Path):
        self._role = role
        self._executable = executable
        self._site = site
        self._authorities = authorities
        self._folder = folder
        self._start: Message = {}
        self._done: set[str] = set()
        self._path: str | None = None

    async def run(self, reader: asyncio.StreamReader) -> None:
        self._start = json.loads(await reader.readline())
        process = await self._launch()
        try:
            address = await self._console(process)
            origin, token = address.split("/#")
            key = (await asyncio.to_thread(post, f"{origin}/session", {"token": token}, origin))["key"]
            url = origin.replace("http", "ws", 1) + "/socket"
            async with websockets.connect(url, origin=origin, max_size=1 << 24, proxy=None) as socket:
                await socket.send(json.dumps({"key": key}))
                watching = asyncio.create_task(self._watch(socket))
                while message := json.loads(await reader.readline() or '{"type": "close"}'):
                    if message["type"] == "close":
                        break
                    await socket.send(json.dumps({"type": "sendChat", "text": message["text"]}))
                watching.cancel()
        finally:
            process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(process.wait(), 5)
            except TimeoutError:
                process.kill()

    async def _launch(self) -> asyncio.subprocess.Process:
        options = ["--ca-file", self._authorities, "--no-browser", "--data", str(self._folder / "data")]
        if self._role == "host":
            options += ["--site", self._site]
        runtime = self._folder / "runtime"
        runtime.mkdir(mode=0o700, parents=True)
        environment = {**os.environ, "HOME": str(self._folder), "XDG_RUNTIME_DIR": str(runtime)}
        environment.pop("DISPLAY", None)
        process = await asyncio.create_subprocess_exec(
            self._executable, self._role, *options,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment,
        )
        if self._role == "join":
            assert process.stdin is not None
            process.stdin.write(self._start["link"].encode() + b"\n")
        return process

    async def _console(self, process: asyncio.subprocess.Process) -> str:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            if found := re.search(rb"(http://127\.0\.0\.1:\d+/#\S+)", line):
                self._draining = asyncio.create_task(self._drain(process.stdout))
                return found[1].decode()
        raise RuntimeError(f"nearhand {self._role} ended before it named its console")

    @staticmethod
    async def _drain(stream: asyncio.StreamReader) -> None:
        """Hands on what else the node prints."""
        while line := await stream.readline():
            sys.stderr.buffer.write(line)
            sys.stderr.flush()

    async def _watch(self, socket: Any) -> None:
        """Does what a person would press, and tells what the page shows."""
        try:
            async for text in socket:
                if isinstance(text, bytes):
                    continue
                message = json.loads(text)
                if message["type"] == "snapshot":
                    answer = await self._answer(message["snapshot"])
                    if answer is not None:
                        await socket.send(json.dumps(answer))
        except Exception as error:
            write({"type": "result", "passed": False, "detail": f"{type(error).__name__}: {error}"})

    async def _answer(self, snapshot: Message) -> Message | None:
        for entry in (snapshot.get("session") or snapshot).get("chat", []):
            if not entry["isOwn"] and self._is_first(f"chat {entry['id']}"):
                write({"type": "chat", "text": entry["text"]})
        return await self._host(snapshot) if self._role == "host" else self._customer(snapshot)

    async def _host(self, snapshot: Message) -> Message | None:
        if "account" not in snapshot:
            if "signInAddress" in snapshot and self._is_first("sign-in"):
                return await asyncio.to_thread(self._sign_in, snapshot["signInAddress"])
            return None
        session = snapshot.get("session")
        if session is None:
            return {"type": "startSession"} if self._is_first("session") else None
        if session.get("link") and self._is_first("link"):
            write({"type": "link", "link": session["link"]})
        customer = session.get("customer")
        if customer is not None:
            if customer["path"] != self._path:
                self._path = customer["path"]
                write({"type": "path", "path": self._path})
            if self._is_first("connected"):
                write({"type": "connected"})
        return None

    def _customer(self, snapshot: Message) -> Message | None:
        stage, details = next(iter(snapshot["stage"].items()))
        if stage == "enterName" and self._is_first("name"):
            write({"type": "joining"})
            return {"type": "joinByLink", "name": "Laboratory"}
        if stage == "connected" and self._is_first("connected"):
            write({"type": "connected"})
        if stage == "ended" and self._is_first("ended"):
            write({"type": "result", "passed": False, "detail": f"ended: {details.get('reason')}"})
        return None

    def _sign_in(self, address: str) -> Message:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
        body = {
            "name": self._start["name"],
            "password": self._start["password"],
            "codeChallenge": query["code_challenge"][0],
            "redirectURI": query["redirect_uri"][0],
            "state": query["state"][0],
        }
        trust = ssl.create_default_context(cafile=self._authorities)
        answer = post(f"{self._site}/api/sign-in", body, self._site, trust)
        if answer.get("needsNewPassword"):
            answer = post(f"{self._site}/api/sign-in", {**body, "newPassword": NEW_PASSWORD}, self._site, trust)
        if "redirect" not in answer:
            raise RuntimeError(f"the sign-in was refused: {answer}")
        back = urllib.parse.parse_qs(urllib.parse.urlsplit(answer["redirect"]).query)
        return {"type": "completeSignIn", "code": back["code"][0], "state": back["state"][0]}

    def _is_first(self, what: str) -> bool:
        """Whether this is seen for the first time."""
        is_new = what not in self._done
        self._done.add(what)
        return is_new


async def main() -> None:
    role, executable, site, authorities, folder = sys.argv[1:]
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    try:
        await Node(role, executable, site, authorities, Path(folder)).run(reader)
    except Exception as error:
        write({"type": "result", "passed": False, "detail": f"{type(error).__name__}: {error}"})
        raise


asyncio.run(main())
