"""`link`: how much of a long, lossy or shared link is used, and how long a queue is left on it."""

from __future__ import annotations

import asyncio

from lab.link import Link, LinkSpecification, link
from lab.worker import WorkerFailure
from measure.pair import Pair, Places, connected
from measure.peers import NAMES, Stack
from measure.plan import Plan

MESSAGE_BYTES = 16 * 1_024

CASES = {
    "50ms-1%-100M": LinkSpecification(round_trip=50, loss=1, rate=100, queue=50),
    "100ms-1%-100M": LinkSpecification(round_trip=100, loss=1, rate=100, queue=100),
    "50ms-0%-100M": LinkSpecification(round_trip=50, rate=100, queue=50),
}
#: Of these the standing queue is told too: what half of the packets wait at least.
QUEUE_CASES = ("50ms-0%-100M",)
PEERS = ("nearhand", "libwebrtc", "libdatachannel", "tcp-bbr")

FAIR = LinkSpecification(round_trip=50, rate=20, queue=100)
#: Who shares the link with one of ours.
FAIR_CASES = {"20M-50ms-fair-nearhand": "nearhand", "20M-50ms-fair-tcp-cubic": "tcp-cubic"}


async def measure(plan: Plan) -> None:
    with link(plan.link_program, plan.emulator, plan.seed) as (emulated, (left, right)):
        places = Places(left, right, errors=plan.errors)
        stacks = plan.stacks(NAMES if plan.peers is not None else PEERS)
        for case, specification in CASES.items():
            if plan.wants(case) and (plan.cases is not None or not plan.short or case == "50ms-0%-100M"):
                for stack in plan.alternate(stacks, plan.count(3)):
                    await _alone(plan, case, specification, stack, emulated, places)
        for case, other in FAIR_CASES.items():
            if plan.wants(case):
                for stack in plan.stacks(("nearhand",)):
                    for rival in plan.stacks((other,)) or ([stack] if other == "nearhand" else _rival(plan, other)):
                        for _ in range(plan.count(1)):
                            await _shared(plan, case, stack, rival, emulated, places)


def _rival(plan: Plan, name: str) -> list[Stack]:
    """Who shares the link takes part whether it was asked for or not."""
    asked, plan.peers = plan.peers, None
    try:
        return plan.stacks((name,))
    finally:
        plan.peers = asked


async def _alone(
    plan: Plan, case: str, specification: LinkSpecification, stack: Stack, emulated: Link, places: Places
) -> None:
    warm_up, seconds = (1.0, 2.0) if plan.short else (4.0, 12.0)
    emulated.configure(specification)
    try:
        async with connected(stack, stack, places) as pair:
            pair.fill(MESSAGE_BYTES)
            await asyncio.sleep(warm_up)
            emulated.clear()
            rate = await pair.megabits(0, seconds)
            counters = emulated.counters()
    except WorkerFailure as error:
        plan.results.fail(case, stack.name, error)
        return
    plan.results.add(case, stack.name, "Mbit/s", rate)
    queue = ""
    if counters:
        forward = counters["forward"]
        queue = f"  queue median {forward['queueMedian']:.1f} ms, 95 % {forward['queue95']:.1f} ms"
        drops = forward["counters"]["queueDrops"]
        queue += f", {drops} of {forward['counters']['received']} packets dropped there"
        if case in QUEUE_CASES:
            plan.results.add(f"{case}-queue", stack.name, "ms", forward["queueMedian"])
    print(f"{case}  {stack.name:14}  {rate:7.2f} Mbit/s{queue}", flush=True)


async def _shared(plan: Plan, case: str, ours: Stack, rival: Stack, emulated: Link, places: Places) -> None:
    """Two at once; the second begins two seconds later and finds the link full."""
    head_start, seconds = (0.5, 2.0) if plan.short else (2.0, 60.0)
    emulated.configure(FAIR)

    def fill(pair: Pair) -> None:
        pair.fill(MESSAGE_BYTES)

    try:
        async with connected(ours, ours, places) as first, connected(rival, rival, places) as second:
            fill(first)
            await asyncio.sleep(head_start)
            fill(second)
            rates = await asyncio.gather(first.megabits(0, seconds), second.megabits(0, seconds))
    except WorkerFailure as error:
        plan.results.fail(case, ours.name, error)
        return
    share = min(rates) / sum(rates)
    plan.results.add(case, ours.name, "share of the smaller", share)
    print(f"{case}  {ours.name} {rates[0]:.2f} Mbit/s, {rival.name} {rates[1]:.2f} Mbit/s", flush=True)
