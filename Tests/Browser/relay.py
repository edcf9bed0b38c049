"""A coturn of the test's own on the loopback, as an operator sets it up beside the service."""

from __future__ import annotations

import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Relay:
    """A running coturn with the shared secret that the service is given."""

    def __init__(self, port: int, secret_file: Path, log: Path):
        self.port = port
        self.secret_file = secret_file
        self._log = log

    @property
    def url(self) -> str:
        return f"turn:127.0.0.1:{self.port}"

    @property
    def allocations(self) -> int:
        """How many allocations were made by credentials that coturn accepted."""
        return self._log.read_text().count("ALLOCATE processed, success")


def free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_relay(folder: Path) -> Iterator[Relay]:
    folder.mkdir(mode=0o700)
    port = free_udp_port()
    secret = secrets.token_urlsafe(32)
    secret_file = folder / "secret"
    secret_file.write_text(secret + "\n")
    configuration = folder / "turnserver.conf"
    # The peers of this test are on the loopback; coturn allows that only with a password for its console, which is off.
    configuration.write_text(
        f"""use-auth-secret
static-auth-secret={secret}
realm=nearhand.test
listening-ip=127.0.0.1
listening-port={port}
relay-ip=127.0.0.1
allow-loopback-peers
cli-password={secrets.token_urlsafe(16)}
no-cli
no-tls
no-dtls
fingerprint
verbose
simple-log
log-file=stdout
pidfile={folder / "turnserver.pid"}
userdb={folder / "turndb"}
"""
    )
    log = folder / "turnserver.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            ["turnserver", "-c", str(configuration)], stdout=output, stderr=subprocess.STDOUT, cwd=folder
        )
    try:
        deadline = time.monotonic() + 10
        while "listener opened" not in log.read_text():
            assert process.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield Relay(port, secret_file, log)
    finally:
        process.terminate()
        process.wait(timeout=10)
