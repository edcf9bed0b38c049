"""What a run was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measure.peers import Stack, Unsupported, load
from measure.results import Results


@dataclass
class Plan:
    root: Path
    results: Results
    #: `None` leaves the number to the benchmark.
    rounds: int | None = None
    #: `None` means every peer that the benchmark knows.
    peers: list[str] | None = None
    cases: list[str] | None = None
    #: Proves that the benchmarks run; the figures mean little.
    short: bool = False
    emulator: str = "tun"
    seed: int = 1
    #: What the measured processes write to their standard error.
    errors: Path | None = None

    @property
    def link_program(self) -> Path:
        return self.root / ".build/release/nearhand-link"

    def count(self, usual: int, short: int = 1) -> int:
        """How many rounds to make."""
        return self.rounds or (short if self.short else usual)

    def wants(self, case: str) -> bool:
        return self.cases is None or case in self.cases

    def stacks(self, names: tuple[str, ...]) -> list[Stack]:
        """Those of these peers that were asked for and can be run; the others are reported."""
        found = []
        for name in names:
            if self.peers is not None and name not in self.peers:
                continue
            try:
                found.append(load(name, self.root))
            except Unsupported as reason:
                if name not in self.results.unsupported:
                    print(f"unsupported: {name}: {reason}", flush=True)
                self.results.unsupported[name] = str(reason)
        return found

    @staticmethod
    def alternate(stacks: list[Stack], rounds: int) -> Iterator[Stack]:
        """Every peer in every round, each round begun by another."""
        for number in range(rounds):
            start = number % max(1, len(stacks))
            yield from stacks[start:] + stacks[:start]
