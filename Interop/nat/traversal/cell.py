"""One cell of the table, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Cell:
    """What is set up, and what is expected of it."""

    name: str
    left: str
    right: str
    #: `direct`, `relay-udp`, `relay-tcp` or `none`.
    path: str
    relay_only: bool = False
    #: `running`, `tls` (reached by TLS alone, which real nodes can), `silent` (named, and nobody there) or `none`.
    relay: str = "running"
    #: What the reason of a failure must name.
    reason: str = ""
    #: `peer` for two of nearhand-peer; `nearhand` for `nearhand host` and `join` with a service.
    nodes: str = "peer"
    #: What happens in mid-call: `restart`, `roam` or nothing.
    then: str | None = None


@dataclass
class Outcome:
    """What came of a cell."""

    cell: str
    expected: str
    path: str
    #: The kinds of the selected pair's candidates.
    pair: str = ""
    #: From the answer to the first message, or to the failure.
    milliseconds: float = 0
    #: The longest silence after what happened in mid-call.
    gap: float | None = None
    complaint: str | None = None

    @property
    def is_as_expected(self) -> bool:
        return self.complaint is None and self.path == self.expected

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "asExpected": self.is_as_expected}
