"""`emulator`: whether the link emulator itself can be trusted: its timing, what it carries, its rate."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
from pathlib import Path
from typing import Any

from lab.link import ADDRESSES, TunLink, link
from lab.namespaces import command
from measure.peers import WORKERS
from measure.plan import Plan

ROUND_TRIP = 50.0
#: What is sent through the link without a bottleneck, in Mbit/s.
OFFERED = 250.0
#: The bottleneck of the second part, in Mbit/s.
RATE = 100.0
PACKET_BITS = 1_200 * 8


async def measure(plan: Plan) -> None:
    seconds, pings = (1.0, 20) if plan.short else (5.0, 200)
    with link(plan.link_program, "tun", plan.seed) as (emulated, (left, right)):
        assert isinstance(emulated, TunLink)
        for _ in range(plan.count(3)):
            emulated.tell(f"both clear delay={ROUND_TRIP / 2:g}ms")
            times = await _ping(left, right, pings)
            plan.results.add("emulator-round-trip-error", "nearhand", "ms", statistics.median(times) - ROUND_TRIP)
            late = sorted(times)[-pings // 20]
            plan.results.add("emulator-round-trip-p95-error", "nearhand", "ms", late - ROUND_TRIP)
            begin = _cpu_seconds(emulated.process_id)
            sent, came, elapsed = await _blast(left, right, OFFERED, seconds)
            share = (_cpu_seconds(emulated.process_id) - begin) / elapsed
            plan.results.add("emulator-carried", "nearhand", "Mbit/s", came * PACKET_BITS / elapsed / 1e6)
            plan.results.add("emulator-not-carried", "nearhand", "packets", sent - came)
            plan.results.add("emulator-processor", "nearhand", "share of a core", share)
            emulated.tell(f"both rate={RATE:g}mbit queue=20ms")
            _, came, elapsed = await _blast(left, right, 1.3 * RATE, seconds)
            plan.results.add("emulator-rate-100M", "nearhand", "Mbit/s", came * PACKET_BITS / elapsed / 1e6)
            for direction in emulated.counters().values():
                if direction["counters"]["undeliverable"]:
                    plan.results.fail("emulator-carried", "nearhand", "the emulator itself lost packets")


async def _start(namespace: str, *words: str) -> asyncio.subprocess.Process:
    # As urgent as the emulator, so that a busy machine's delays are not taken for the emulator's.
    urgent = ["chrt", "--rr", "1"]
    line = command(namespace, *urgent, sys.executable, str(WORKERS / "datagrams_worker.py"), *words)
    return await asyncio.create_subprocess_exec(*line, stdout=asyncio.subprocess.PIPE, limit=1 << 20)


async def _say(process: asyncio.subprocess.Process) -> Any:
    assert process.stdout is not None
    return json.loads(await process.stdout.readline())


async def _ping(left: str, right: str, number: int) -> list[float]:
    echo = await _start(right, "echo", ADDRESSES[1])
    try:
        await _say(echo)
        return await _say(await _start(left, "ping", ADDRESSES[1], str(number)))
    finally:
        echo.kill()
        await echo.wait()


async def _blast(left: str, right: str, megabits: float, seconds: float) -> tuple[int, int, float]:
    """The packets that were sent, those that came, and the seconds in which they came."""
    counter = await _start(right, "count", ADDRESSES[1], str(seconds + 5))
    await _say(counter)
    sender = await _start(left, "blast", ADDRESSES[1], str(megabits), str(seconds))
    sent = await _say(sender)
    came = await _say(counter)
    await asyncio.gather(sender.wait(), counter.wait())
    return sent["packets"], came["packets"], came["seconds"]


def _cpu_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
