"""`input-under-load`: what the round trip of an input event becomes while a file fills the link."""

from __future__ import annotations

import asyncio
import math
import statistics

from lab.link import LinkSpecification, link
from lab.worker import WorkerFailure
from measure.pair import Pair, Places, connected
from measure.peers import WEBRTC_NAMES
from measure.plan import Plan

CASE = "p99-over-idle"
LINK = LinkSpecification(round_trip=50, rate=20, queue=100)
#: As often as a screen of 60 Hz shows a moving pointer, in milliseconds.
INTERVAL = 1_000 / 60
FILE_MESSAGE_BYTES = 16 * 1_024
#: How long the last echoes are waited for, in seconds; those that do not come count as this.
GRACE = 5.0


async def measure(plan: Plan) -> None:
    with link(plan.link_program, plan.emulator, plan.seed) as (emulated, (left, right)):
        places = Places(left, right, errors=plan.errors)
        emulated.configure(LINK)
        for stack in plan.alternate(plan.stacks(WEBRTC_NAMES), plan.count(3)):
            try:
                async with connected(stack, stack, places) as pair:
                    idle, loaded, rate = await _round_trips(pair, plan.short)
            except WorkerFailure as error:
                plan.results.fail(CASE, stack.name, error)
                continue
            if not idle or not loaded:
                plan.results.fail(CASE, stack.name, "no input event came back")
                continue
            base = statistics.median(idle)
            late = _percentile(loaded, 0.99)
            plan.results.add("idle-round-trip", stack.name, "ms", base)
            plan.results.add("p99-under-load", stack.name, "ms", late)
            plan.results.add("file-under-input", stack.name, "Mbit/s", rate)
            plan.results.add(CASE, stack.name, "ratio", late / base)
            print(f"{CASE}  {stack.name:14}  {late:7.1f} / {base:5.1f} ms; file {rate:.1f} Mbit/s", flush=True)


async def _round_trips(pair: Pair, short: bool) -> tuple[list[float], list[float], float]:
    """The round trips while idle and under load in milliseconds, and the file's Mbit/s."""
    idle_time, warm_up, loaded_time = (1.0, 0.5, 1.5) if short else (3.0, 3.0, 15.0)
    # The hello and the first events find a connection that still warms up.
    pair.offerer.send({"type": "ping", "milliseconds": INTERVAL})
    await asyncio.sleep(0.5)
    await pair.offerer.figures()
    await asyncio.sleep(idle_time)
    idle = (await pair.offerer.figures())["roundTrips"]
    pair.fill(FILE_MESSAGE_BYTES)
    await asyncio.sleep(warm_up)
    await pair.offerer.figures()
    rate = await pair.megabits(0, loaded_time)
    pair.offerer.send({"type": "ping", "milliseconds": 0})
    loaded: list[float] = []
    loop = asyncio.get_running_loop()
    deadline = loop.time() + GRACE
    while True:
        figures = await pair.offerer.figures()
        loaded += figures["roundTrips"]
        if not figures["outstanding"] or loop.time() > deadline:
            break
        await asyncio.sleep(0.05)
    pair.fill(0)
    return idle, loaded + [GRACE * 1e3] * figures["outstanding"], rate


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1]
