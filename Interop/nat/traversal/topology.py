"""An internet and two sites behind gateways, as network namespaces.

    left ─ lan ┐                                          ┌ lan ─ right
      192.168.1.2 ─ gateway ─ wan ─ internet ─ wan ─ gateway ─ 192.168.2.2
                  203.0.113.10     203.0.113.1    203.0.113.20
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.namespaces import namespaces, run, set_kernel

KINDS = Path(__file__).resolve().parent.parent / "kinds"

INTERNET_ADDRESS = "203.0.113.1"
#: A router that answers nothing: without a default route coturn's relay ends at the first private candidate.
NOWHERE = ("203.0.113.254", "02:00:00:00:00:fe")


@dataclass(frozen=True)
class Site:
    """A gateway with one node behind it."""

    gateway: str
    node: str
    number: int

    @property
    def wan_address(self) -> str:
        return f"203.0.113.{self.number}0"

    def lan_address(self, host: int) -> str:
        return f"192.168.{self.number}.{host}"

    def move(self) -> str:
        """Takes the node's address away and gives it another, as a change of network does; gives that."""
        run(None, "ip", "-n", self.node, "address", "flush", "dev", "lan")
        address = self.lan_address(77)
        self._attach(address)
        return address

    def _attach(self, address: str) -> None:
        run(None, "ip", "-n", self.node, "address", "add", f"{address}/24", "dev", "lan")
        run(None, "ip", "-n", self.node, "route", "add", "default", "via", self.lan_address(1))

    def build(self, internet: str, kind: str) -> None:
        """Makes the devices, addresses and routes, and loads the gateway's kind."""
        cable = ["type", "veth", "peer", "name"]
        run(None, "ip", "-n", self.gateway, "link", "add", "lan", *cable, "lan", "netns", self.node)
        port = f"site{self.number}"
        run(None, "ip", "-n", self.gateway, "link", "add", "wan", *cable, port, "netns", internet)
        run(None, "ip", "-n", internet, "link", "set", port, "master", "internet", "up")
        run(None, "ip", "-n", self.gateway, "address", "add", f"{self.wan_address}/24", "dev", "wan")
        run(None, "ip", "-n", self.gateway, "address", "add", f"{self.lan_address(1)}/24", "dev", "lan")
        for namespace, device in ((self.gateway, "wan"), (self.gateway, "lan"), (self.node, "lan")):
            run(None, "ip", "-n", namespace, "link", "set", device, "up")
        self._attach(self.lan_address(2))
        run(None, "ip", "-n", self.gateway, "route", "add", "default", "via", INTERNET_ADDRESS)
        set_kernel(self.gateway, "net/ipv4/ip_forward", 1)
        rules = (KINDS / "common.nft").read_text() + (KINDS / f"{kind}.nft").read_text()
        run(self.gateway, "nft", "-f", "-", text=rules)
        if kind == "open":
            subnet = f"192.168.{self.number}.0/24"
            run(None, "ip", "-n", internet, "route", "add", subnet, "via", self.wan_address)


@dataclass(frozen=True)
class Topology:
    internet: str
    left: Site
    right: Site


@contextmanager
def topology(left: str, right: str) -> Iterator[Topology]:
    """Two sites behind gateways of these kinds."""
    with namespaces("internet", "gateway1", "gateway2", "node1", "node2") as names:
        internet, gateway1, gateway2, node1, node2 = names
        run(None, "ip", "-n", internet, "link", "add", "internet", "type", "bridge")
        run(None, "ip", "-n", internet, "address", "add", f"{INTERNET_ADDRESS}/24", "dev", "internet")
        run(None, "ip", "-n", internet, "link", "set", "internet", "up")
        address, hardware = NOWHERE
        neighbour = [address, "lladdr", hardware, "dev", "internet", "nud", "permanent"]
        run(None, "ip", "-n", internet, "neighbour", "add", *neighbour)
        run(None, "ip", "-n", internet, "route", "add", "default", "via", address)
        set_kernel(internet, "net/ipv4/ip_forward", 1)
        # Where the module br_netfilter is loaded, it would hand bridged packets to the firewall twice.
        set_kernel(internet, "net/bridge/bridge-nf-call-iptables", 0)
        sites = (Site(gateway1, node1, 1), Site(gateway2, node2, 2))
        for site, kind in zip(sites, (left, right)):
            site.build(internet, kind)
        yield Topology(internet, *sites)
