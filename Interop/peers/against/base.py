"""What every other stack does in a scenario.

Signalling messages are dictionaries, the same as nearhand-peer's JSON lines:

    {"type": "description", "kind": "offer" | "answer", "sdp": "…"}
    {"type": "candidate", "candidate": "candidate:…", "mid": "0"}
    {"type": "endOfCandidates"}
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

Message = dict[str, Any]

#: The label of the channel whose messages come back unchanged.
ECHO_LABEL = "echo"
#: How many frames of each direction make the video scenario pass.
FRAMES_WANTED = 20


class Unsupported(Exception):
    """The stack cannot be run here, or does not know the scenario; the text says why."""


class Peer(ABC):
    """One connection of another stack.

    `datachannel`: every message on any channel goes back as it came. `video`: a moving picture is sent, and the
    frames of ours that were decoded are counted. When the stack makes the offer, it opens the channel `echo`.
    """

    #: What `--peer` takes.
    name: str
    #: The scenarios that this stack takes part in.
    scenarios: tuple[str, ...] = ("datachannel",)
    #: Whether empty messages come back; they are left out where a stack cannot send them.
    echoes_empty_messages = True

    def __init__(self, scenario: str, makes_offer: bool, send: Callable[[Message], None]) -> None:
        self.scenario = scenario
        self.makes_offer = makes_offer
        self.send = send
        self._early: list[Message] | None = []

    async def receive(self, message: Message) -> None:
        """Takes one signalling message of ours; candidates that overtake the description wait for it."""
        if message["type"] != "description" and self._early is not None:
            self._early.append(message)
            return
        await self.handle(message)
        if self._early is not None:
            waiting, self._early = self._early, None
            for held in waiting:
                await self.handle(held)

    @abstractmethod
    async def start(self) -> None:
        """Sets the stack up and, where it makes the offer, sends it. Raises `Unsupported` when it cannot be run."""

    @abstractmethod
    async def handle(self, message: Message) -> None:
        """Takes one signalling message of ours, a description first."""

    async def frames_decoded(self) -> int | None:
        """How many of our frames were decoded so far; `None` when the stack does not look at them."""
        return None

    @abstractmethod
    async def close(self) -> None:
        """Ends the connection and everything that was started for it."""

    async def wait_for_frames(self, timeout: float) -> str | None:
        """Waits until enough of our frames were decoded; gives the complaint when they were not."""
        deadline = asyncio.get_running_loop().time() + timeout
        while True:
            count = await self.frames_decoded()
            if count is None or count >= FRAMES_WANTED:
                return None
            if asyncio.get_running_loop().time() > deadline:
                return f"{self.name} decoded {count} of {FRAMES_WANTED} frames"
            await asyncio.sleep(0.1)

    def description(self, kind: str, sdp: str) -> None:
        self.send({"type": "description", "kind": kind, "sdp": sdp})

    def candidate(self, candidate: str, mid: str | None) -> None:
        self.send({"type": "candidate", "candidate": candidate, "mid": mid or "0"})

    def end_of_candidates(self) -> None:
        self.send({"type": "endOfCandidates"})
