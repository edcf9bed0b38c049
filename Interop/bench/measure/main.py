"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from lab.namespaces import Unavailable, interruptible, require_namespaces
from measure import emulator, endurance, goals, input_under_load, link_cases, rate, screen, set_up, sound, throughput
from measure.peers import NAMES
from measure.plan import Plan
from measure.results import Results

BENCHMARKS = {
    "throughput": throughput.measure,
    "link": link_cases.measure,
    "setup": set_up.measure,
    "input-under-load": input_under_load.measure,
    "rate": rate.measure,
    "sound": sound.measure,
    "endurance": endurance.measure,
    "emulator": emulator.measure,
    "screen": screen.measure,
}
#: What needs more than namespaces, an X server for example, and is left out of `all`.
ALONE = ("screen",)


def main(root: Path) -> int:
    arguments = _parse()
    results = Results()
    plan = Plan(
        root=root,
        results=results,
        rounds=arguments.rounds,
        peers=arguments.peers,
        cases=arguments.cases,
        short=arguments.short,
        emulator=arguments.emulator,
        seed=arguments.seed,
        errors=arguments.errors,
    )
    everything = [name for name in BENCHMARKS if name not in ALONE]
    wanted = everything if arguments.benchmark == "all" else [arguments.benchmark]
    try:
        require_namespaces()
        if (os.cpu_count() or 1) < 2:
            raise Unavailable("each side needs a core of its own, and this machine has one")
        with interruptible():
            for name in wanted:
                print(f"== {name}", flush=True)
                asyncio.run(BENCHMARKS[name](plan))
    except Unavailable as reason:
        print(f"{'skipped' if arguments.optional else 'cannot run'}: {reason}", file=sys.stderr)
        return 0 if arguments.optional else 1
    except KeyboardInterrupt:
        print("interrupted; what was measured so far:")
        results.failures.append("interrupted")
    _tell(results, arguments.json)
    return 1 if results.failures or not results.figures else 0


def _tell(results: Results, file: Path | None) -> None:
    if results.figures:
        print("\n" + results.table())
    if verdicts := goals.report(results):
        print("\n" + verdicts)
    for text in results.failures + results.troubles:
        print(f"failed: {text}")
    for name, reason in results.unsupported.items():
        print(f"unsupported: {name}: {reason}")
    if file is not None:
        results.write(file)


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures nearhand beside other stacks and kernel TCP.")
    parser.add_argument("benchmark", choices=[*BENCHMARKS, "all"])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as a list")
    parser.add_argument("--rounds", type=int, help="how often each peer is measured")
    parser.add_argument("--peers", type=_names, help=f"these alone, with commas between: {', '.join(NAMES)}")
    parser.add_argument("--cases", type=_names, help="these cases alone, with commas between")
    parser.add_argument("--short", action="store_true", help="prove that it runs; the figures mean little")
    parser.add_argument("--optional", action="store_true", help="end well where namespaces cannot be had")
    parser.add_argument("--emulator", choices=("tun", "netem"), default="tun", help="what makes links long and lossy")
    parser.add_argument("--seed", type=int, default=1, help="of the losses")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="where the peers' error output goes")
    arguments = parser.parse_args()
    unknown = set(arguments.peers or ()) - set(NAMES)
    if unknown:
        parser.error(f"there is no peer named {', '.join(sorted(unknown))}")
    return arguments
