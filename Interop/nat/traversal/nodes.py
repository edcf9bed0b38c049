"""A cell with real nodes: `nearhand serve` in the internet, `nearhand host` on the left, `nearhand join` on the right."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from lab.worker import Worker, WorkerFailure
from traversal.cell import Cell, Outcome
from traversal.flows import relayed_path
from traversal.identity import make_identity
from traversal.relay import relay
from traversal.service import ACCOUNT, ADDRESS, SITE, service
from traversal.topology import INTERNET_ADDRESS, Site, topology

PROGRAM = Path(__file__).with_name("node_process.py")
START_TIMEOUT = 30.0
CONNECT_TIMEOUT = 30.0
#: Within this a message must arrive after a change of network, in seconds.
ROAMING_LIMIT = 3.0


async def play(cell: Cell, executable: Path, root: Path, folder: Path, errors: Path | None) -> Outcome:
    """A session from the sign-in to a message; what the host's console calls the path is compared with the flows."""
    outcome = Outcome(cell.name, cell.path, "none")
    identity = make_identity(folder, ADDRESS, INTERNET_ADDRESS)
    with (
        topology(cell.left, cell.right) as made,
        relay(made.internet, root, folder, identity),
        service(made.internet, executable, folder, identity, cell.relay) as site,
    ):
        sites = (made.left, made.right)
        workers: list[Worker] = []

        async def start(role: str, where: Site) -> Worker:
            words = [sys.executable, str(PROGRAM), role, str(executable), SITE, str(site.authorities)]
            worker = await Worker.start(role, where.node, [*words, str(folder / role)], None, errors)
            workers.append(worker)
            return worker

        try:
            host = await start("host", made.left)
            host.send({"type": "start", "name": ACCOUNT, "password": site.one_time_password})
            link = (await host.wait_for("link", START_TIMEOUT))["link"]
            customer = await start("join", made.right)
            customer.send({"type": "start", "link": link})
            await customer.wait_for("joining", START_TIMEOUT)
            begin = time.monotonic()
            await asyncio.gather(*(node.wait_for("connected", CONNECT_TIMEOUT) for node in (host, customer)))
            outcome.milliseconds = (time.monotonic() - begin) * 1e3
            await _chat(host, customer, "Good morning")
            if cell.then == "roam":
                made.right.move()
                outcome.gap = await _chat(host, customer, "Are you still there?")
                if outcome.gap > ROAMING_LIMIT:
                    outcome.complaint = f"silent for {outcome.gap:.1f} s"
            # The path may still be changed to a better one.
            await asyncio.sleep(1)
            outcome.pair = f"host: {host.paths[-1]}" if host.paths else "host: unknown"
            is_direct = bool(host.paths) and host.paths[-1] == "direct"
            outcome.path = "direct" if is_direct else relayed_path(sites)
        except WorkerFailure as failure:
            outcome.complaint = str(failure)
        finally:
            await asyncio.gather(*(worker.close() for worker in workers))
    return outcome


async def _chat(host: Worker, customer: Worker, text: str) -> float:
    """Sends a message and gives the seconds until the other person can read it."""
    begin = time.monotonic()
    host.send({"type": "chat", "text": text})
    await customer.wait_for("chat", CONNECT_TIMEOUT)
    return time.monotonic() - begin
