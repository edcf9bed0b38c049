"""A site in the laboratory's internet: `nearhand serve` with a certificate and an account of its own."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.namespaces import Unavailable, command, run
from traversal.identity import Identity
from traversal.relay import SECRET, servers

ADDRESS = "203.0.113.2"
SITE = f"https://{ADDRESS}"
ACCOUNT = "laboratory"
START_TIMEOUT = 15.0


@dataclass(frozen=True)
class Service:
    one_time_password: str
    #: What the nodes are told to trust.
    authorities: Path


@contextmanager
def service(
    internet: str, executable: Path, folder: Path, identity: Identity, relay_state: str
) -> Iterator[Service]:
    """Runs the service, whose relay is in that state; its files are in a folder of the run's."""
    run(None, "ip", "-n", internet, "address", "add", f"{ADDRESS}/24", "dev", "internet")
    secret = folder / "turn-secret"
    secret.write_text(SECRET)
    data = str(folder / "service")
    account = run(None, str(executable), "account", "add", ACCOUNT, "--data", data)
    password = re.search(r"^One-time password: (.+)$", account, re.MULTILINE)
    if password is None:
        raise Unavailable(f"no account could be made:\n{account}")
    words = ["serve", "--site", SITE, "--bind", ADDRESS]
    words += ["--certificate", str(identity.certificate), "--key", str(identity.key)]
    words += ["--data", data, "--turn-secret-file", str(secret)]
    for server in servers(relay_state):
        if server["url"].startswith(("turn:", "turns:")):
            words += ["--turn-url", server["url"]]
    log = folder / "service.log"
    process = subprocess.Popen(
        command(internet, str(executable), *words), stdout=log.open("w"), stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL, start_new_session=True,
    )
    try:
        _wait_until_ready(process, log)
        yield Service(password[1].strip(), identity.certificate)
    finally:
        process.kill()
        process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        if "Site: " in log.read_text():
            return
        time.sleep(0.05)
    raise Unavailable(f"nearhand serve does not start:\n{log.read_text()[-2_000:]}")
