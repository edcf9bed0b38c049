"""A link with delay, loss and a bottleneck between two namespaces: by `nearhand-link`, or by the kernel's netem."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.namespaces import FOLDER, Unavailable, namespaces, run

DEVICE = "link0"
#: The addresses of the two ends.
ADDRESSES = ("10.77.0.1", "10.77.0.2")


@dataclass(frozen=True)
class LinkSpecification:
    """What a link does, the same in both directions; the round trip's delay is shared evenly between them."""

    round_trip: float  # milliseconds
    loss: float = 0.0  # per cent of packets, each way
    rate: float | None = None  # Mbit/s
    queue: float = 50.0  # milliseconds at the bottleneck

    @property
    def words(self) -> str:
        """The words of `nearhand-link` for it."""
        rate = f"rate={self.rate:g}mbit queue={self.queue:g}ms" if self.rate is not None else "rate=none"
        loss = f"loss={self.loss:g}%" if self.loss else "loss=none"
        return f"delay={self.round_trip / 2:g}ms {loss} {rate}"


class TunLink:
    """The emulator `nearhand-link` between two namespaces."""

    measures_queue = True

    def __init__(self, executable: Path, left: str, right: str, seed: int):
        if not executable.exists():
            raise Unavailable(f"{executable} is missing: build it with `make bench-build`")
        self._process = subprocess.Popen(
            [executable, FOLDER / left, FOLDER / right, DEVICE, "--seed", str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl-C in the terminal ends the run, which then ends the emulator.
            start_new_session=True,
        )
        self._answer()
        self.process_id = self._process.pid

    def tell(self, line: str) -> dict[str, Any]:
        """Sends a control line and gives the answer; raises `ValueError` when the line is refused."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def configure(self, specification: LinkSpecification) -> None:
        self.tell(f"both clear {specification.words}")

    def clear(self) -> None:
        """Begins to count anew."""
        self.tell("clear")

    def counters(self) -> dict[str, Any]:
        """For `forward` and `back`: `counters`, and `queueMedian`, `queue95`, `queueMost`, `queueNow` in milliseconds."""
        return self.tell("counters")

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise Unavailable(f"nearhand-link ended with status {self._process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer


class NetemLink:
    """The kernel's own netem on a pair of veth devices. It tells nothing about the queue."""

    measures_queue = False

    def __init__(self, left: str, right: str):
        self._ends = (left, right)
        run(None, "ip", "-n", left, "link", "add", DEVICE, "type", "veth", "peer", "name", DEVICE, "netns", right)

    def configure(self, specification: LinkSpecification) -> None:
        words = ["delay", f"{specification.round_trip / 2:g}ms", "loss", f"{specification.loss:g}%"]
        if specification.rate is not None:
            # netem's limit counts what waits and what is on its way.
            time = specification.queue + specification.round_trip / 2
            packets = max(10, int(specification.rate * 1e3 / 8 * time / 1_200))
            words += ["rate", f"{specification.rate:g}mbit", "limit", str(packets)]
        for end in self._ends:
            run(None, "tc", "-n", end, "qdisc", "replace", "dev", DEVICE, "root", "netem", *words)

    def clear(self) -> None:
        pass

    def counters(self) -> dict[str, Any]:
        return {}

    def close(self) -> None:
        subprocess.run(["ip", "-n", self._ends[0], "link", "delete", DEVICE], capture_output=True)


Link = TunLink | NetemLink


def has_netem() -> bool:
    """Whether this machine's kernel has netem."""
    with namespaces("netem") as (name,):
        words = ["tc", "-n", name, "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"]
        return subprocess.run(words, capture_output=True).returncode == 0


@contextmanager
def link(executable: Path, emulator: str = "tun", seed: int = 1) -> Iterator[tuple[Link, tuple[str, str]]]:
    """Two namespaces, and a link between their ends `ADDRESSES`; `emulator` is `tun` or `netem`."""
    if emulator == "netem" and not has_netem():
        raise Unavailable("this kernel has no netem; leave --emulator out")
    with namespaces("a", "b") as (left, right):
        made: Link = NetemLink(left, right) if emulator == "netem" else TunLink(executable, left, right, seed)
        try:
            for name, own, other in ((left, *ADDRESSES), (right, *reversed(ADDRESSES))):
                run(None, "ip", "-n", name, "address", "add", own, "peer", other, "dev", DEVICE)
                run(None, "ip", "-n", name, "link", "set", DEVICE, "up", "txqueuelen", "10000")
            yield made, (left, right)
        finally:
            made.close()


@contextmanager
def loopback() -> Iterator[str]:
    """A namespace whose processes reach each other by the address ADDRESSES[0], over its loopback device.

    The address is on a device of its own, because some stacks gather no candidate on 127.0.0.1.
    """
    with namespaces("loopback") as (name,):
        # libwebrtc takes only a device with a carrier: one end of a pair.
        run(name, "ip", "link", "add", DEVICE, "type", "veth", "peer", "name", "other")
        run(name, "ip", "link", "set", "other", "up")
        run(name, "ip", "address", "add", f"{ADDRESSES[0]}/24", "dev", DEVICE)
        run(name, "ip", "link", "set", DEVICE, "up")
        yield name
