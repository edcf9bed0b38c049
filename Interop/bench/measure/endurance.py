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
CYCLE_CASES = ("1000-cycles-memory", "1000-cycles-descriptors", "1000-cycles-threads")
IDLE_CASE = "idle-connection"
#: How long so many connections may take, in seconds for each.
CYCLE_TIMEOUT = 2.0


async def measure(plan: Plan) -> None:
    # Caches, pools and lazily made threads are there after the warm-up. What a pool takes later it takes once; a leak
    # grows each time, so the smaller of two growths counts.
    warm_up, cycles, connections = (5, 20, 5) if plan.short else (1_000, 1_000, 100)
    wanted = [case for case in (*CYCLE_CASES, IDLE_CASE) if plan.wants(case)]
    if not wanted:
        return
    with loopback() as namespace:
        for stack in plan.alternate(plan.stacks(NAMES), plan.count(1)):
            worker = await Worker.start(stack.name, namespace, _words(stack), None, plan.errors)
            case = wanted[0]
            try:
                worker.send({"type": "start", "scenario": "endure", "role": "offerer"})
                readings = [await _ask(worker, "cycle", warm_up)]
                if any(case in wanted for case in CYCLE_CASES):
                    readings += [await _ask(worker, "cycle", cycles) for _ in range(2)]
                    _add_growth(plan, stack.name, readings)
                if IDLE_CASE in wanted:
                    case = IDLE_CASE
                    held = await _ask(worker, "hold", connections)
                    # Both ends of each connection are in the process.
                    idle = (held["residentBytes"] - readings[-1]["residentBytes"]) / KIB / connections / 2
                    plan.results.add(IDLE_CASE, stack.name, "KiB", idle)
                    print(f"{connections} idle  {stack.name:14}  {idle:8.0f} KiB each end", flush=True)
            except WorkerFailure as error:
                plan.results.fail(case, stack.name, error)
            finally:
                await worker.close()


def _add_growth(plan: Plan, peer: str, readings: list[Message]) -> None:
    growth = min(
        (late["residentBytes"] - early["residentBytes"]) / KIB for early, late in zip(readings, readings[1:])
    )
    memory, *others = CYCLE_CASES
    if plan.wants(memory):
        plan.results.add(memory, peer, "KiB", growth)
    for case, kind in zip(others, ("descriptors", "threads")):
        if plan.wants(case):
            plan.results.add(case, peer, kind, readings[-1][kind] - readings[0][kind])
    print(f"cycles  {peer:14}  {growth:8.0f} KiB more", flush=True)


def _words(stack: Stack) -> list[str]:
    if stack.name == "nearhand":
        return stack.words
    return [sys.executable, str(WORKERS / f"{stack.name}_endurance_worker.py")]


async def _ask(worker: Worker, kind: str, count: int) -> Message:
    answer = await worker.ask({"type": kind, "count": count}, "resources", 20 + count * CYCLE_TIMEOUT)
    return answer["resources"]
