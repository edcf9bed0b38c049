"""The cases and what they are held to."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from lab import Lab, lab
from peer import Peer, join

#: Seconds without data after the new network is there.
LIMIT = 3.0
#: Seconds that a case may take at most.
TIMEOUT = 30.0


async def change_address(net: Lab) -> float:
    """The address goes, and another one comes on the same device."""
    net.ip(net.customer, "addr", "del", "10.2.0.2/24", "dev", "wifi")
    await asyncio.sleep(1)
    net.give_address(net.customer, "wifi", "10.2.0.77")
    return time.monotonic()


async def change_device(net: Lab) -> float:
    """The device goes down, and another one has the way out."""
    net.ip(net.customer, "link", "set", "wifi", "down")
    net.give_address(net.customer, "cable", "10.3.0.2")
    return time.monotonic()


async def better_device(net: Lab) -> float:
    """A second device takes over the way out while the first still works: nothing may stop."""
    net.give_address(net.customer, "cable", "10.3.0.2")
    return time.monotonic()


async def outage(net: Lab) -> float:
    """Nothing passes for twenty seconds; no end's own network changes."""
    net.block(True)
    await asyncio.sleep(20)
    net.block(False)
    return time.monotonic()


CASES: dict[str, Callable[[Lab], Awaitable[float]]] = {
    "address": change_address,
    "device": change_device,
    "better-device": better_device,
    "outage": outage,
}
#: Whose network changes: the side that offers, or the one that answers.
ROLES = ("offerer", "answerer")


async def play(executable: Path, case: str, role: str) -> tuple[float, str]:
    """One case in which this role changes its network; seconds without data, and what is wrong with it."""
    with lab() as net:
        other = "answerer" if role == "offerer" else "offerer"
        moving = await Peer.start(net.customer, executable, role)
        resting = await Peer.start(net.host, executable, other)
        join(moving, resting)
        try:
            begin = time.monotonic()
            for peer in (moving, resting):
                if await peer.wait_for_data(begin, 10) is None:
                    return TIMEOUT, f"never connected: {peer.states}"
            await asyncio.sleep(1)
            changed = await CASES[case](net)
            # What was still on its way is not the answer.
            settled = changed + (0.5 if case == "better-device" else 0)
            back = [await peer.wait_for_data(settled, TIMEOUT) for peer in (moving, resting)]
            if None in back:
                return TIMEOUT, f"no data any more: {moving.states} {resting.states}"
            await asyncio.sleep(2)
            if case == "better-device":
                gap = max(longest_gap(peer, changed - 1) for peer in (moving, resting))
                return gap, "" if len(moving.paths) > 1 else "the better way was not taken"
            return max(moment - changed for moment in back if moment is not None), ""
        finally:
            await moving.close()
            await resting.close()


def longest_gap(peer: Peer, after: float) -> float:
    """The longest time between two reports of data."""
    ticks = [tick for tick in peer.ticks if tick > after]
    return max((later - earlier for earlier, later in zip(ticks, ticks[1:])), default=TIMEOUT)


async def run(executable: Path, cases: list[str], rounds: int) -> tuple[list[dict[str, object]], bool]:
    results: list[dict[str, object]] = []
    is_good = True
    for case in cases:
        for role in ROLES:
            samples: list[float] = []
            complaint = ""
            for _ in range(rounds):
                gap, complaint = await play(executable, case, role)
                samples.append(round(gap, 3))
                if complaint:
                    break
            passed = not complaint and max(samples) <= LIMIT
            is_good = is_good and passed
            median = statistics.median(samples)
            print(
                f"{'pass' if passed else 'FAIL':5} {case:14} {role:9} median {median:.2f} s, "
                f"worst {max(samples):.2f} s {complaint}",
                flush=True,
            )
            results.append(
                {"case": f"network-{case}-{role}", "peer": "nearhand", "unit": "s", "median": median, "samples": samples}
            )
    return results, is_good


def main(root: Path) -> int:
    parser = argparse.ArgumentParser(description="How long a connection is silent when its network changes.")
    parser.add_argument("--case", choices=list(CASES), action="append", help="this case alone; may be repeated")
    parser.add_argument("--rounds", type=int, default=3, help="how often each case is played")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as a list")
    arguments = parser.parse_args()
    executable = Path(os.environ.get("NEARHAND_PEER", root / ".build/release/nearhand-peer"))
    if not executable.exists():
        parser.error(f"{executable} is missing: build it with `make build`")
    if os.geteuid() != 0:
        parser.error("network namespaces need root")
    results, is_good = asyncio.run(run(executable, arguments.case or list(CASES), arguments.rounds))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")
    return 0 if is_good else 1
