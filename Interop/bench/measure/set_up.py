"""`setup`: the time from applying the answer to the first message of the offerer at the answerer.

Signalling goes past the emulated link and takes half its round trip, as if by a service of the same distance: the
answerer's first checks and its answer then arrive together. The case `100ms-0%-instant` has signalling without delay.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace

from lab.link import LinkSpecification, link
from lab.worker import WorkerFailure
from measure.pair import CONNECT_TIMEOUT, Places, starting
from measure.peers import WEBRTC_NAMES, Stack
from measure.plan import Plan

CLEAN = LinkSpecification(round_trip=100)
LOSSY = LinkSpecification(round_trip=100, loss=10)
#: Between two looks at whether the first message has come, in seconds; it does not change the figure.
LOOK = 0.02


async def measure(plan: Plan) -> None:
    stacks = plan.stacks(WEBRTC_NAMES)
    by_name = {stack.name: stack for stack in stacks}
    with link(plan.link_program, plan.emulator, plan.seed) as (emulated, (left, right)):
        places = Places(left, right, signalling_delay=CLEAN.round_trip / 2e3, errors=plan.errors)
        instant = replace(places, signalling_delay=0)
        emulated.configure(CLEAN)
        for case, where, rounds in (("100ms-0%", places, 9), ("100ms-0%-instant", instant, 5)):
            if plan.wants(case):
                for stack in plan.alternate(stacks, plan.count(rounds)):
                    await _add(plan, case, stack.name, stack, stack, where)
        case = "100ms-0%-libwebrtc-peer"
        if plan.wants(case) and "nearhand" in by_name and "libwebrtc" in by_name:
            ours, theirs = by_name["nearhand"], by_name["libwebrtc"]
            for _ in range(plan.count(9)):
                # Ours in both parts; the first case holds both, the others tell them apart.
                for offerer, answerer, part in ((ours, theirs, "offerer"), (theirs, ours, "answerer")):
                    sample = await _add(plan, case, "nearhand", offerer, answerer, places)
                    if sample is not None:
                        plan.results.add(f"{case}-{part}", "nearhand", "ms", sample)
                sample = await _add(plan, case, "libwebrtc", theirs, theirs, places)
                if sample is not None:
                    for part in ("offerer", "answerer"):
                        plan.results.add(f"{case}-{part}", "libwebrtc", "ms", sample)
        if plan.wants("100ms-10%"):
            emulated.configure(LOSSY)
            await _lossy(plan, stacks, places)


async def _lossy(plan: Plan, stacks: list[Stack], places: Places) -> None:
    """A hundred with ours; the others, which have no goal, a fifth of that."""
    case = "100ms-10%"
    rounds = plan.count(100, short=3)
    for number in range(rounds):
        for stack in stacks:
            if stack.name == "nearhand" or number % 5 == 0:
                await _add(plan, case, stack.name, stack, stack, places)
    for stack in stacks:
        figure = plan.results.figure(case, stack.name)
        if figure is not None:
            ordered = sorted(figure.samples)
            plan.results.add(f"{case}-p95", stack.name, "ms", ordered[math.ceil(0.95 * len(ordered)) - 1])
            plan.results.add(f"{case}-most", stack.name, "ms", ordered[-1])


async def _add(plan: Plan, case: str, peer: str, offerer: Stack, answerer: Stack, places: Places) -> float | None:
    """Connects once. What does not connect in time counts as that time."""
    try:
        sample = await _milliseconds(offerer, answerer, places)
    except WorkerFailure as error:
        if case != "100ms-10%":
            plan.results.fail(case, peer, error)
            return None
        sample = CONNECT_TIMEOUT * 1e3
        print(f"{case}  {peer}: {error}", flush=True)
    plan.results.add(case, peer, "ms", sample)
    print(f"{case}  {offerer.name} → {answerer.name}  {sample:7.1f} ms", flush=True)
    return sample


async def _milliseconds(offerer: Stack, answerer: Stack, places: Places) -> float:
    async with starting(offerer, answerer, places) as pair:
        await pair.offerer.wait_for("open", CONNECT_TIMEOUT)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + CONNECT_TIMEOUT
        while (first := (await pair.answerer.figures()).get("firstMessageAt")) is None:
            if loop.time() > deadline:
                raise WorkerFailure(f"{answerer.name} got no message within {CONNECT_TIMEOUT:g} s")
            await asyncio.sleep(LOOK)
        applied = (await pair.offerer.figures())["answerAppliedAt"]
        return (first - applied) / 1e6
