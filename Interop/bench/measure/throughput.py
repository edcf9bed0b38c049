"""`throughput`: how fast two processes on one machine move messages, with one core each."""

from __future__ import annotations

from lab.link import ADDRESSES, loopback
from lab.worker import WorkerFailure
from measure.pair import Places, connected
from measure.peers import WEBRTC_NAMES
from measure.plan import Plan

CASES = {"loopback-64k": 64 * 1_024, "loopback-16k": 16 * 1_024}


async def measure(plan: Plan) -> None:
    warm_up, seconds = (0.3, 0.7) if plan.short else (1.0, 3.0)
    names = WEBRTC_NAMES + (("tcp-cubic",) if plan.peers is not None else ())
    stacks = plan.stacks(names)
    with loopback() as namespace:
        places = Places(namespace, namespace, address=ADDRESSES[0], errors=plan.errors)
        for case, size in CASES.items():
            if not plan.wants(case):
                continue
            for stack in plan.alternate(stacks, plan.count(7)):
                try:
                    async with connected(stack, stack, places) as pair:
                        pair.fill(size)
                        rate = await pair.megabits(warm_up, seconds) / 8
                except WorkerFailure as error:
                    plan.results.fail(case, stack.name, error)
                    continue
                plan.results.add(case, stack.name, "MB/s", rate)
                print(f"{case}  {stack.name:14}  {rate:8.1f} MB/s", flush=True)
