"""Two processes and the connection between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.link import ADDRESSES
from lab.worker import Message, Worker, introduce
from measure.peers import Stack

#: How long a connection may take, in seconds; a stack that needs longer has failed.
CONNECT_TIMEOUT = 20.0


@dataclass(frozen=True)
class Places:
    """Where the two sides of a connection run."""

    left: str
    right: str
    #: What the answerer can be reached by.
    address: str = ADDRESSES[1]
    #: One core each side.
    cores: tuple[int | None, int | None] = (0, 1)
    #: What a description or candidate takes to the other side, in seconds.
    signalling_delay: float = 0
    #: What the processes write to their standard error.
    errors: Path | None = None


@dataclass(frozen=True)
class Pair:
    offerer: Worker
    answerer: Worker

    async def megabits(self, warm_up: float, seconds: float) -> float:
        """What arrives in Mbit/s of application bytes, by the receiver's own clock, after a time to get going."""
        await asyncio.sleep(warm_up)
        begin = await self.answerer.figures()
        await asyncio.sleep(seconds)
        end = await self.answerer.figures()
        return (end["byteCount"] - begin["byteCount"]) * 8e3 / (end["now"] - begin["now"])

    def fill(self, message_bytes: int) -> None:
        """Keeps messages of this size waiting at the offerer; 0 stops."""
        self.offerer.send({"type": "fill", "messageByteCount": message_bytes})


@asynccontextmanager
async def starting(offerer: Stack, answerer: Stack, places: Places, films: bool = False) -> AsyncIterator[Pair]:
    """Starts both processes and lets them find each other; `films` has the offerer send video as fast as it may."""
    workers: list[Worker] = []
    try:
        sides = ((answerer, places.right, places.cores[1]), (offerer, places.left, places.cores[0]))
        for stack, namespace, core in sides:
            workers.append(await Worker.start(stack.name, namespace, stack.words, core, places.errors))
        right, left = workers
        introduce(left, right, places.signalling_delay)
        start: Message = {"type": "start", "scenario": "measure", "address": places.address, "films": films}
        right.send({**start, "role": "answerer"})
        left.send({**start, "role": "offerer"})
        yield Pair(left, right)
    finally:
        await asyncio.gather(*(worker.close() for worker in workers))


@asynccontextmanager
async def connected(offerer: Stack, answerer: Stack, places: Places, films: bool = False) -> AsyncIterator[Pair]:
    """Two processes whose channels are open."""
    async with starting(offerer, answerer, places, films) as pair:
        await pair.offerer.wait_for("open", CONNECT_TIMEOUT)
        yield pair
