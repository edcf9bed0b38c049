"""What the gateways saw, which is the truth about a path."""

from __future__ import annotations

import re

from lab.namespaces import run
from traversal.topology import INTERNET_ADDRESS, Site


def flows(site: Site, *words: str) -> list[tuple[str, str]]:
    """The destination and the rest of each flow of the site's node that its gateway knows."""
    lines = run(site.gateway, "conntrack", "-L", "-o", "extended", *words).splitlines()
    found = (re.search(r"src=192\.168\.\S+ dst=(\S+)(.*)", line) for line in lines)
    return [(match[1], match[2]) for match in found if match is not None]


def reaches_relay_by_udp(site: Site) -> bool:
    known = flows(site, "-p", "udp")
    return any(target == INTERNET_ADDRESS and "UNREPLIED" not in rest for target, rest in known)


def relayed_path(sites: tuple[Site, Site]) -> str:
    """How a relayed connection reaches its relay."""
    return "relay-udp" if any(reaches_relay_by_udp(site) for site in sites) else "relay-tcp"


def leaks(sites: tuple[Site, Site]) -> list[str]:
    """Where packets of nodes went that may use the relay alone."""
    return [target for site in sites for target, _ in flows(site) if target != INTERNET_ADDRESS]
