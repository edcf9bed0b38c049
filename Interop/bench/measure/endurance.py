"""`endurance`: what a thousand connections leave behind in a process, and what one holds while it is idle."""

from __future__ import annotations

import sys

from lab.link import loopback
from lab.worker import Message, Worker, WorkerFailure
from measure.peers import WORKERS, Stack
from measure.plan import Plan

#: libdatachannel's package ends its process with its connections.
NAMES = ("nearhand", "libwebrtc")
KIB = 1_024
#: How long so many connections may take, in seconds for each.
CYCLE_TIMEOUT = 2.0


async def measure(plan: Plan) -> None:
    # Caches, pools and lazily made threads are there after the warm-up. What a pool takes later it takes once; a leak
    # grows each time, so the smaller of two growths counts.
    warm_up, cycles, connections = (5, 20, 5) if plan.short else (1_000, 1_000, 100)
    with loopback() as namespace:
        for stack in plan.alternate(plan.stacks(NAMES), plan.count(1)):
            worker = await Worker.start(stack.name, namespace, _words(stack), None, plan.errors)
            try:
                worker.send({"type": "start", "scenario": "endure", "role": "offerer"})
                before = await _ask(worker, "cycle", warm_up)
                between = await _ask(worker, "cycle", cycles)
                after = await _ask(worker, "cycle", cycles)
                held = await _ask(worker, "hold", connections)
            except WorkerFailure as error:
                plan.results.fail("1000-cycles-memory", stack.name, error)
                continue
            finally:
                await worker.close()
            growth = min(
                (late["residentBytes"] - early["residentBytes"]) / KIB
                for early, late in ((before, between), (between, after))
            )
            # Both ends of each connection are in the process.
            idle = (held["residentBytes"] - after["residentBytes"]) / KIB / connections / 2
            plan.results.add("1000-cycles-memory", stack.name, "KiB", growth)
            for kind in ("descriptors", "threads"):
                plan.results.add(f"1000-cycles-{kind}", stack.name, kind, after[kind] - before[kind])
            plan.results.add("idle-connection", stack.name, "KiB", idle)
            print(
                f"{cycles} cycles  {stack.name:14}  {growth:8.0f} KiB more; {connections} idle: {idle:.0f} KiB each end",
                flush=True,
            )


def _words(stack: Stack) -> list[str]:
    if stack.name == "nearhand":
        return stack.words
    return [sys.executable, str(WORKERS / f"{stack.name}_endurance_worker.py")]


async def _ask(worker: Worker, kind: str, count: int) -> Message:
    answer = await worker.ask({"type": kind, "count": count}, "resources", 20 + count * CYCLE_TIMEOUT)
    return answer["resources"]
