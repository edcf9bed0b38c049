"""`rate`: how soon video follows a link that becomes slower and faster again, as the link itself sees it."""

from __future__ import annotations

import asyncio
import time
from collections import deque

from lab.link import TunLink, link
from lab.worker import WorkerFailure
from measure.pair import Places, connected
from measure.peers import Stack
from measure.plan import Plan

PEERS = ("nearhand", "libwebrtc")
SETTLED = "drop-queue-settled-s"
RECOVERED = "recover-80%-s"

#: Mbit/s before and behind the drop, and during it.
FAST, SLOW = 4.0, 0.5
#: 50 ms there and back; what waits at the bottleneck is 300 ms at the fast rate.
PATH = "delay=25ms loss=none queue=150kb"
#: A queue of so many milliseconds is not felt.
QUEUE = 100.0
#: The queue has to stay short for so many seconds.
STAYS = 1.0
#: The share of the fast rate that counts as recovered, on average over so many seconds.
SHARE, WINDOW = 0.8, 0.5
STEP = 0.05


async def measure(plan: Plan) -> None:
    # The queue is read while packets flow, which the kernel's netem does not offer.
    with link(plan.link_program, "tun", plan.seed) as (emulated, (left, right)):
        assert isinstance(emulated, TunLink)
        places = Places(left, right, errors=plan.errors)
        for stack in plan.alternate(plan.stacks(plan.peers and tuple(plan.peers) or PEERS), plan.count(3)):
            if stack.is_webrtc:
                await _round(plan, stack, emulated, places)


async def _round(plan: Plan, stack: Stack, emulated: TunLink, places: Places) -> None:
    warm_up, slow, fast = (3.0, 3.0, 3.0) if plan.short else (15.0, 15.0, 30.0)
    emulated.tell(f"both clear {PATH} rate={FAST:g}mbit")
    try:
        async with connected(stack, stack, places, films=True) as pair:
            before = await _megabits(emulated, warm_up)
            emulated.tell(f"both rate={SLOW:g}mbit")
            settled, most = await _settle(emulated, slow)
            low = await _megabits(emulated, 0 if plan.short else 5)
            emulated.tell(f"both rate={FAST:g}mbit")
            recovered = await _recover(emulated, fast)
            # Whoever ended meanwhile says why.
            await pair.offerer.figures()
    except WorkerFailure as error:
        plan.results.fail(SETTLED, stack.name, error)
        return
    plan.results.add(SETTLED, stack.name, "s", settled)
    plan.results.add("drop-queue-most", stack.name, "ms", most)
    plan.results.add(RECOVERED, stack.name, "s", recovered)
    print(
        f"rate  {stack.name:10} {before:.2f} Mbit/s before; queue settled in {settled:.2f} s, {most:.0f} ms at most; "
        f"{low:.2f} Mbit/s on the slow link; recovered in {recovered:.1f} s",
        flush=True,
    )


async def _megabits(emulated: TunLink, seconds: float) -> float:
    """What the link delivers in its forward direction, over the second half of a time."""
    await asyncio.sleep(seconds / 2)
    begin = _delivered(emulated)
    await asyncio.sleep(seconds / 2 or STEP)
    end = _delivered(emulated)
    return (end[1] - begin[1]) * 8e-6 / (end[0] - begin[0])


async def _settle(emulated: TunLink, limit: float) -> tuple[float, float]:
    """The seconds until the queue became short and stayed so, and the longest wait in it; the limit if it never did."""
    begin = time.monotonic()
    short_since: float | None = None
    most = 0.0
    while (now := time.monotonic()) < begin + limit:
        queue = emulated.counters()["forward"]["queueNow"]
        most = max(most, queue)
        if queue >= QUEUE:
            short_since = None
        elif short_since is None:
            short_since = now
        if short_since is not None and now - short_since >= STAYS and now - begin >= 2 * STAYS:
            break
        await asyncio.sleep(STEP)
    return (limit if short_since is None else short_since - begin), most


async def _recover(emulated: TunLink, limit: float) -> float:
    """The seconds until as much is delivered again; the limit if it never was."""
    begin = time.monotonic()
    seen = deque([_delivered(emulated)])
    while time.monotonic() < begin + limit:
        await asyncio.sleep(STEP)
        seen.append(_delivered(emulated))
        while seen[-1][0] - seen[0][0] > WINDOW + STEP:
            seen.popleft()
        elapsed = seen[-1][0] - seen[0][0]
        if elapsed >= WINDOW and (seen[-1][1] - seen[0][1]) * 8e-6 / elapsed >= SHARE * FAST:
            return seen[-1][0] - begin
    return limit


def _delivered(emulated: TunLink) -> tuple[float, int]:
    """The time, and the bytes that the link delivered so far in its forward direction."""
    return time.monotonic(), emulated.counters()["forward"]["counters"]["deliveredBytes"]
