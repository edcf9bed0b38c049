"""Runs nearhand-peer against each stack and prints the verdicts."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from against.base import Message, Peer, Unsupported

#: The modules of this package that hold a stack, each with a class `Connection`.
MODULES = {
    "chromium": "chromium",
    "chromium-snap": "chromium_snap",
    "libwebrtc": "libwebrtc",
    "aiortc": "aiortc_stack",
    "libdatachannel": "libdatachannel",
    "webrtcbin": "webrtcbin",
}
SCENARIOS = ("datachannel", "video", "audio")
ROLES = ("offerer", "answerer")
#: Seconds that one verdict may take, the start of a browser included.
TIMEOUT = 40.0


@dataclass
class Verdict:
    """What one peer, scenario and role came to; `role` is ours."""

    peer: str
    scenario: str
    role: str
    verdict: str
    detail: str


class OurPeer:
    """nearhand-peer as a child process that speaks JSON lines."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, executable: Path, scenario: str, role: str, sends_empty: bool) -> OurPeer:
        process = await asyncio.create_subprocess_exec(
            executable, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 20
        )
        ours = cls(process)
        ours.send({"type": "start", "scenario": scenario, "role": role, "sendsEmptyMessages": sends_empty})
        return ours

    def send(self, message: Message) -> None:
        if self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(json.dumps(message).encode() + b"\n")

    async def receive(self) -> Message | None:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        return json.loads(line) if line else None

    async def close(self) -> str | None:
        """Asks the process to end; gives the complaint when it does not end well."""
        self.send({"type": "close"})
        try:
            async with asyncio.timeout(5):
                status = await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
            return "nearhand-peer did not end within 5 s"
        return None if status == 0 else f"nearhand-peer ended with status {status}"


async def play(executable: Path, stack: type[Peer], scenario: str, role: str) -> tuple[str, str]:
    """One scenario in one role; gives verdict and detail."""
    begin = time.monotonic()
    ours = await OurPeer.start(executable, scenario, role, stack.echoes_empty_messages)
    peer: Peer | None = None
    complaint: str | None = None
    detail = ""
    try:
        async with asyncio.timeout(TIMEOUT):
            peer = stack(scenario, role == "answerer", ours.send)
            await peer.start()
            while True:
                message = await ours.receive()
                if message is None:
                    raise RuntimeError("nearhand-peer ended early")
                if message["type"] == "result":
                    detail = message["detail"]
                    complaint = None if message["passed"] else detail
                    break
                if message["type"] in ("description", "candidate", "endOfCandidates"):
                    await peer.receive(message)
            if complaint is None and scenario in ("video", "audio"):
                complaint = await peer.wait_for_frames(15)
    except Unsupported as reason:
        return await finish(ours, peer, "unsupported", str(reason))
    except TimeoutError:
        complaint = f"nothing came of it in {TIMEOUT:.0f} s"
    except Exception as error:  # whatever a stack raises is a verdict, not the end of the run
        complaint = f"{type(error).__name__}: {error}"
    if complaint is not None:
        return await finish(ours, peer, "fail", complaint)
    return await finish(ours, peer, "pass", f"{detail}, {time.monotonic() - begin:.1f} s in all")


async def finish(ours: OurPeer, peer: Peer | None, verdict: str, detail: str) -> tuple[str, str]:
    complaint = await ours.close()
    if peer is not None:
        try:
            async with asyncio.timeout(10):
                await peer.close()
        except Exception as error:
            complaint = complaint or f"closing: {type(error).__name__}: {error}"
    if complaint is not None and verdict == "pass":
        return "fail", complaint
    return verdict, detail


def load(peer: str) -> type[Peer]:
    """The class of a stack; raises `Unsupported` when its package is not there."""
    try:
        return importlib.import_module(f"against.{MODULES[peer]}").Connection
    except ImportError as error:
        raise Unsupported(f"not installed: {error}") from error


async def run(executable: Path, peers: list[str], scenarios: list[str], roles: list[str]) -> list[Verdict]:
    verdicts: list[Verdict] = []
    for name in peers:
        for scenario in scenarios:
            for role in roles:
                try:
                    stack = load(name)
                    if scenario not in stack.scenarios:
                        continue
                    verdict, detail = await play(executable, stack, scenario, role)
                except Unsupported as reason:
                    verdict, detail = "unsupported", str(reason)
                verdicts.append(Verdict(name, scenario, role, verdict, detail))
                print(f"{verdict:11} {name:14} {scenario:11} {role:8}  {detail}", flush=True)
    return verdicts


def main(root: Path) -> int:
    parser = argparse.ArgumentParser(description="Connects nearhand-peer with other WebRTC stacks.")
    parser.add_argument("--peer", choices=list(MODULES), action="append", help="this stack alone; may be repeated")
    parser.add_argument("--scenario", choices=SCENARIOS, action="append", help="this scenario alone")
    parser.add_argument("--role", choices=ROLES, action="append", help="this role of ours alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the verdicts there as a list")
    arguments = parser.parse_args()
    executable = Path(os.environ.get("NEARHAND_PEER", root / ".build/release/nearhand-peer"))
    if not executable.exists():
        parser.error(f"{executable} is missing: build it with `make build`")
    verdicts = asyncio.run(
        run(
            executable,
            arguments.peer or list(MODULES),
            arguments.scenario or list(SCENARIOS),
            arguments.role or list(ROLES),
        )
    )
    if arguments.json is not None:
        items: list[dict[str, Any]] = [asdict(verdict) for verdict in verdicts]
        arguments.json.write_text(json.dumps(items, indent=2) + "\n")
    return 1 if any(verdict.verdict == "fail" for verdict in verdicts) else 0
