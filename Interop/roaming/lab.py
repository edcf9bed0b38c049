"""Three namespaces: two ends and the router between them.

    host 10.1.0.2 ── 10.1.0.1 router 10.2.0.1 ── wifi  10.2.0.2 customer
                                     10.3.0.1 ── cable 10.3.0.2
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

#: Names begin with this and the number of our process.
PREFIX = "nearhand-roaming"


class Lab:
    """What the two ends are connected by."""

    def __init__(self, host: str, router: str, customer: str) -> None:
        self.host = host
        self.router = router
        self.customer = customer

    def ip(self, namespace: str, *words: str) -> None:
        subprocess.run(["ip", "-n", namespace, *words], check=True, capture_output=True, text=True)

    def connect(self, namespace: str, device: str, network: int) -> None:
        """A cable from a namespace to the router; its end in the namespace has no address yet."""
        self.ip(self.router, "link", "add", f"net{network}", "type", "veth", "peer", device, "netns", namespace)
        self.ip(self.router, "addr", "add", f"10.{network}.0.1/24", "dev", f"net{network}")
        self.ip(self.router, "link", "set", f"net{network}", "up")
        self.ip(namespace, "link", "set", device, "up")

    def give_address(self, namespace: str, device: str, address: str) -> None:
        """An address, and the way out through it."""
        gateway = address.rsplit(".", 1)[0] + ".1"
        self.ip(namespace, "addr", "add", f"{address}/24", "dev", device)
        self.ip(namespace, "route", "replace", "default", "via", gateway)

    def block(self, is_blocked: bool) -> None:
        """Whether the router passes nothing on, in silence."""
        value = "0" if is_blocked else "1"
        self.run(self.router, "sysctl", "-qw", f"net.ipv4.ip_forward={value}")

    def run(self, namespace: str, *words: str) -> None:
        subprocess.run(["ip", "netns", "exec", namespace, *words], check=True, capture_output=True, text=True)


@contextmanager
def lab() -> Iterator[Lab]:
    """Makes the namespaces, and removes them in the end."""
    names = [f"{PREFIX}-{os.getpid()}-{part}" for part in ("host", "router", "customer")]
    made: list[str] = []
    try:
        for name in names:
            subprocess.run(["ip", "netns", "add", name], check=True)
            made.append(name)
            subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)
        result = Lab(*names)
        result.block(False)
        result.connect(result.host, "eth0", 1)
        result.connect(result.customer, "wifi", 2)
        result.connect(result.customer, "cable", 3)
        result.give_address(result.host, "eth0", "10.1.0.2")
        result.give_address(result.customer, "wifi", "10.2.0.2")
        yield result
    finally:
        for name in made:
            subprocess.run(["ip", "netns", "delete", name], check=False)
