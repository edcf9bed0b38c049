"""Figures, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Figure:
    """The samples of one case with one peer."""

    case: str
    peer: str
    unit: str
    samples: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.samples)


class Results:
    """What a run has measured, and what it could not measure."""

    def __init__(self) -> None:
        self._figures: dict[tuple[str, str], Figure] = {}
        #: What stopped ours, or the run; it decides the exit status.
        self.failures: list[str] = []
        #: What other peers failed at, which is news about them.
        self.troubles: list[str] = []
        self.unsupported: dict[str, str] = {}

    def add(self, case: str, peer: str, unit: str, sample: float) -> None:
        figure = self._figures.setdefault((case, peer), Figure(case, peer, unit))
        figure.samples.append(round(sample, 3))

    def fail(self, case: str, peer: str, reason: object) -> None:
        text = f"{case}, {peer}: {reason}"
        (self.failures if peer == "nearhand" else self.troubles).append(text)
        print(f"failed: {text}", flush=True)

    def figure(self, case: str, peer: str) -> Figure | None:
        return self._figures.get((case, peer))

    @property
    def figures(self) -> list[Figure]:
        return list(self._figures.values())

    def write(self, path: Path) -> None:
        items = [
            {"case": f.case, "peer": f.peer, "unit": f.unit, "median": round(f.median, 3), "samples": f.samples}
            for f in self.figures
        ]
        path.write_text(json.dumps(items, indent=2) + "\n")

    def table(self) -> str:
        """One row for each case and peer, with our median over the peer's."""
        rows = [("case", "peer", "median", "unit", "lowest", "highest", "n", "ours/peer")]
        for f in self.figures:
            ours = self.figure(f.case, "nearhand")
            compares = ours is not None and f.peer != "nearhand" and f.median > 0
            ratio = f"{ours.median / f.median:.2f}" if ours is not None and compares else ""
            numbers = (f"{f.median:.4g}", f.unit, f"{min(f.samples):.4g}", f"{max(f.samples):.4g}", str(len(f.samples)))
            rows.append((f.case, f.peer, *numbers, ratio))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
