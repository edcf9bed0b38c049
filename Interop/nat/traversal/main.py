"""The command line of the NAT laboratory."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path

from lab.namespaces import Unavailable, interruptible, require, require_namespaces
from traversal import nodes, peers
from traversal.cell import Cell, Outcome


def main(root: Path) -> int:
    arguments = _parse()
    peer = Path(os.environ.get("NEARHAND_PEER", root / ".build/release/nearhand-peer"))
    node = Path(os.environ.get("NEARHAND", root / ".build/release/nearhand"))
    cells = [cell for cell in _load(root) if arguments.cell is None or cell.name in arguments.cell]
    outcomes: list[Outcome] = []
    try:
        require_namespaces()
        require(("nft", "nftables"), ("turnserver", "coturn"), ("conntrack", "conntrack"), ("ss", "iproute2"))
        if any(cell.nodes == "nearhand" for cell in cells):
            require(("openssl", "openssl"))
        for executable in (peer, node):
            if not executable.exists():
                raise Unavailable(f"{executable} is missing: build it with `make nat-build`")
        with interruptible():
            print(f"{'':4} {'cell':16} {'expected':10} {'path':10} {'pair':16} {'ms':>7} {'gap s':>6}")
            for cell in cells:
                with tempfile.TemporaryDirectory(prefix="nearhand-nat-") as folder:
                    play, executable = (nodes.play, node) if cell.nodes == "nearhand" else (peers.play, peer)
                    outcome = asyncio.run(play(cell, executable, root, Path(folder), arguments.errors))
                outcomes.append(outcome)
                _print(outcome)
    except Unavailable as reason:
        print(f"{'skipped' if arguments.optional else 'cannot run'}: {reason}", file=sys.stderr)
        return 0 if arguments.optional else 1
    except KeyboardInterrupt:
        print("interrupted")
        return 1
    if arguments.json is not None:
        arguments.json.write_text(json.dumps([outcome.as_json() for outcome in outcomes], indent=2) + "\n")
    wrong = sum(not outcome.is_as_expected for outcome in outcomes)
    print(f"{len(outcomes) - wrong} of {len(outcomes)} cells as expected")
    return 1 if wrong or not outcomes else 0


def _print(outcome: Outcome) -> None:
    verdict = "ok" if outcome.is_as_expected else "FAIL"
    gap = "" if outcome.gap is None else f"{outcome.gap:.2f}"
    line = f"{verdict:4} {outcome.cell:16} {outcome.expected:10} {outcome.path:10} {outcome.pair:16}"
    print(f"{line} {outcome.milliseconds:7.0f} {gap:>6}  {outcome.complaint or ''}".rstrip(), flush=True)


def _load(root: Path) -> list[Cell]:
    items = json.loads((root / "Interop/nat/expected.json").read_text())
    return [
        Cell(
            name=item["cell"],
            left=item["left"],
            right=item["right"],
            path=item["path"],
            relay_only=item.get("relayOnly", False),
            relay=item.get("relay", "running"),
            reason=item.get("reason", ""),
            nodes=item.get("nodes", "peer"),
            then=item.get("then"),
        )
        for item in items
    ]


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Connects two sites through the NATs of a laboratory.")
    # The diagonal is the table's first part; each kind against each other is to come beside it.
    parser.add_argument("--diagonal", action="store_true", required=True, help="each kind against itself")
    parser.add_argument("--cell", action="append", help="this cell alone; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcomes there as a list")
    parser.add_argument("--optional", action="store_true", help="end well where namespaces cannot be had")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="where the nodes' error output goes")
    return parser.parse_args()
