"""What every other stack does in a scenario.

Signalling messages are dictionaries, the same as nearhand-peer's JSON lines:

    {"type": "description", "kind": "offer" | "answer", "sdp": "…"}
    {"type": "candidate", "candidate": "candidate:…", "mid": "0"}
    {"type": "endOfCandidates"}
"""

from __future__ import annotations

import asyncio
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any

Message = dict[str, Any]

#: The label of the channel whose messages come back unchanged.
ECHO_LABEL = "echo"
#: How many frames of each direction make the video scenario pass, and tenths of a second with the tone the audio one.
FRAMES_WANTED = 20
#: What we play and what the other stack plays, in hertz.
OUR_PITCH = 1_000
THEIR_PITCH = 600


class Unsupported(Exception):
    """The stack cannot be run here, or does not know the scenario; the text says why."""


class Peer(ABC):
    """One connection of another stack.

    `datachannel`: every message on any channel goes back as it came. `video`: a moving picture is sent, and the
    frames of ours that were decoded are counted. `audio`: a tone is played, and where ours is heard is counted. When the stack makes the offer, it opens the channel `echo`.
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
        """How many of our frames were decoded so far, or tenths of a second in which our tone was heard; `None` when the
        stack does not look at them."""
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
                what = "tenths of a second with our tone" if self.scenario == "audio" else "frames"
                return f"{self.name} decoded {count} of {FRAMES_WANTED} {what}"
            await asyncio.sleep(0.1)

    def description(self, kind: str, sdp: str) -> None:
        self.send({"type": "description", "kind": kind, "sdp": sdp})

    def candidate(self, candidate: str, mid: str | None) -> None:
        self.send({"type": "candidate", "candidate": candidate, "mid": mid or "0"})

    def end_of_candidates(self) -> None:
        self.send({"type": "endOfCandidates"})


class ToneCounter:
    """Counts the tenths of a second in which our tone is nearly all that is heard."""

    def __init__(self) -> None:
        self.count = 0
        self._samples: list[float] = []

    def take(self, samples: Iterable[float], rate: int) -> None:
        """Takes samples of one channel, of any scale."""
        self._samples.extend(samples)
        block = rate // 10
        while len(self._samples) >= block:
            heard, self._samples = self._samples[:block], self._samples[block:]
            energy = sum(value * value for value in heard) / block
            if energy > 0 and self._power(heard, rate) / energy > 0.8:
                self.count += 1

    @staticmethod
    def _power(samples: list[float], rate: int) -> float:
        """The energy at our pitch, by Goertzel's way."""
        coefficient = 2 * math.cos(2 * math.pi * OUR_PITCH / rate)
        last = before = 0.0
        for sample in samples:
            last, before = sample + coefficient * last - before, last
        power = last * last + before * before - coefficient * last * before
        return power * 2 / len(samples) ** 2


def tone(first: int, count: int, rate: int, amplitude: float = 8_000.0) -> list[int]:
    """Samples of the tone that the other stack plays, from the number `first` on."""
    return [int(amplitude * math.sin(2 * math.pi * THEIR_PITCH * (first + n) / rate)) for n in range(count)]
