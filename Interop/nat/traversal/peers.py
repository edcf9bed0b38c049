"""A cell with two of nearhand-peer; signalling goes by pipes."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from lab.worker import Message, Worker, WorkerFailure, introduce
from traversal.cell import Cell, Outcome
from traversal.flows import leaks, relayed_path
from traversal.identity import make_identity
from traversal.relay import relay, servers
from traversal.topology import INTERNET_ADDRESS, Site, topology

CONNECT_TIMEOUT = 15.0
#: Within this both people must know that there is no path, in seconds.
FAILURE_LIMIT = 10.0
#: Within this data must flow again after a change of network, in seconds.
ROAMING_LIMIT = 3.0
PING_MILLISECONDS = 20
#: Echoes that come closer together than this flow, in nanoseconds.
FLOWING = 200_000_000


async def play(cell: Cell, executable: Path, root: Path, folder: Path, errors: Path | None) -> Outcome:
    """Sets a cell up, connects its nodes and looks at what they found."""
    outcome = Outcome(cell.name, cell.path, "none")
    identity = make_identity(folder, INTERNET_ADDRESS)
    with topology(cell.left, cell.right) as made, relay(made.internet, root, folder, identity):
        workers: list[Worker] = []
        try:
            for site in (made.left, made.right):
                workers.append(await Worker.start(cell.name, site.node, [str(executable)], None, errors))
            await _connect(cell, workers, (made.left, made.right), outcome)
        except WorkerFailure as failure:
            outcome.complaint = str(failure)
        finally:
            await asyncio.gather(*(worker.close() for worker in workers))
    return outcome


async def _connect(cell: Cell, workers: list[Worker], sites: tuple[Site, Site], outcome: Outcome) -> None:
    left, right = workers
    introduce(left, right)
    candidates = _listen(left) + _listen(right) if cell.relay_only else []
    start: Message = {
        "type": "start",
        "scenario": "measure",
        "servers": servers(cell.relay),
        "relayOnly": cell.relay_only,
    }
    right.send({**start, "role": "answerer"})
    left.send({**start, "role": "offerer"})
    begin = time.monotonic()
    if cell.path == "none":
        await _expect_failure(cell, workers, outcome, begin)
        return
    await left.wait_for("open", CONNECT_TIMEOUT)
    outcome.milliseconds = (time.monotonic() - begin) * 1e3
    # A better pair may be chosen shortly after the first.
    await asyncio.sleep(1)
    _note_path(workers, sites, outcome)
    if cell.then is not None:
        await _disturb(cell.then, left, right, sites[0], outcome)
    await _expect_echoes(left)
    _note_path(workers, sites, outcome)
    for seen in candidates:
        for line in seen:
            if " typ relay" not in line:
                outcome.complaint = "relay only, and yet a candidate is no relay's"
    if cell.relay_only:
        for target in leaks(sites):
            outcome.complaint = f"relay only, and yet a packet went to {target}"


def _listen(worker: Worker) -> list[list[str]]:
    """Keeps what a worker tells the other side of its candidates."""
    seen: list[str] = []
    forward = worker.signalling

    def signalling(message: Message) -> None:
        if message["type"] == "candidate":
            seen.append(message["candidate"])
        elif message["type"] == "description":
            seen.extend(line for line in message["sdp"].splitlines() if line.startswith("a=candidate:"))
        forward(message)

    worker.signalling = signalling
    return [seen]


def _note_path(workers: list[Worker], sites: tuple[Site, Site], outcome: Outcome) -> None:
    paths = [worker.paths[-1] for worker in workers if worker.paths]
    if not paths:
        outcome.complaint = "a connection without a selected pair"
        return
    outcome.pair = f"{paths[0]['local']} → {paths[0]['remote']}"
    if all("relay" not in (path["local"], path["remote"]) for path in paths):
        outcome.path = "direct"
    else:
        # What the gateways saw, and not what the nodes say of it.
        outcome.path = relayed_path(sites)


async def _expect_failure(cell: Cell, workers: list[Worker], outcome: Outcome, begin: float) -> None:
    async def fails(worker: Worker) -> None:
        try:
            await worker.wait_for("open", CONNECT_TIMEOUT)
        except WorkerFailure as failure:
            if "the connection failed" in str(failure) and cell.reason in str(failure):
                return
            raise
        raise WorkerFailure("connected where no path is")

    await asyncio.gather(*(fails(worker) for worker in workers))
    applied = (await workers[0].figures()).get("answerAppliedAt", begin * 1e9)
    outcome.milliseconds = time.monotonic() * 1e3 - applied / 1e6
    if outcome.milliseconds > FAILURE_LIMIT * 1e3:
        outcome.complaint = f"both knew only after {outcome.milliseconds / 1e3:.1f} s that there is no path"


async def _expect_echoes(left: Worker) -> None:
    left.send({"type": "ping", "milliseconds": PING_MILLISECONDS})
    await left.figures()
    await asyncio.sleep(0.5)
    if not (await left.figures())["roundTrips"]:
        raise WorkerFailure("the connection carries nothing")


async def _disturb(what: str, left: Worker, right: Worker, site: Site, outcome: Outcome) -> None:
    """Restarts ICE or moves the left node, and measures the longest silence until echoes come back for a second."""
    left.send({"type": "ping", "milliseconds": PING_MILLISECONDS})
    await asyncio.sleep(0.3)
    credentials = right.credentials
    begin = latest = (await left.figures())["now"]
    if what == "roam":
        # The node notices by itself, and asks for what it needs.
        site.move()
    else:
        left.send({"type": "restart"})
    longest = 0
    flows_since: int | None = None
    while flows_since is None or latest - flows_since < 1e9 or right.credentials == credentials:
        await asyncio.sleep(0.02)
        figures = await left.figures()
        echo = figures.get("lastEchoAt", begin)
        if echo > latest:
            longest = max(longest, echo - latest)
            if echo - latest > FLOWING or flows_since is None:
                flows_since = echo
            latest = echo
        if figures["now"] - latest > CONNECT_TIMEOUT * 1e9:
            raise WorkerFailure(f"nothing came back within {CONNECT_TIMEOUT:g} s")
        if figures["now"] - begin > 2 * CONNECT_TIMEOUT * 1e9:
            raise WorkerFailure("ICE was not restarted")
    outcome.gap = longest / 1e9
    if outcome.gap > ROAMING_LIMIT:
        outcome.complaint = f"silent for {outcome.gap:.1f} s"
