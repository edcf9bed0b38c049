"""Network namespaces that are made and removed by a run, also when it is interrupted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Names are `nh-PROCESS-NAME`, so that what a killed run left behind is known and removed by the next.
PREFIX = "nh-"
FOLDER = Path("/run/netns")


class Unavailable(Exception):
    """Something that a run needs cannot be had here; the text says what, and what to do."""


def require(*tools: tuple[str, str]) -> None:
    """Raises `Unavailable` when a tool is missing. Each is a program's name and the Debian package that has it."""
    missing = [package for program, package in tools if shutil.which(program) is None]
    if missing:
        raise Unavailable(f"missing Debian packages: apt-get install {' '.join(missing)}")


def require_namespaces() -> None:
    """Raises `Unavailable` where network namespaces or TUN devices cannot be made."""
    require(("ip", "iproute2"), ("taskset", "util-linux"))
    if os.geteuid() != 0:
        raise Unavailable("network namespaces need root: run this with sudo")
    if not Path("/dev/net/tun").exists():
        raise Unavailable("/dev/net/tun is missing: load the kernel's module tun, or give the container the device")
    try:
        with namespaces("try") as (name,):
            run(name, "ip", "tuntap", "add", "dev", "try", "mode", "tun")
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"no network namespace or TUN device here: {error.stderr.strip()}") from error


def command(namespace: str, *words: str) -> list[str]:
    """The command that runs these words in a namespace."""
    return ["ip", "netns", "exec", namespace, *words]


def run(namespace: str | None, *words: str, text: str | None = None) -> str:
    """Runs a command, in a namespace when one is named; gives its output, raises when it fails."""
    line = command(namespace, *words) if namespace is not None else list(words)
    return subprocess.run(line, check=True, capture_output=True, text=True, input=text).stdout


def set_kernel(namespace: str, parameter: str, value: int) -> None:
    """Sets what /proc/sys has under this path, in a namespace; what the kernel was built without is left."""
    file = f"/proc/sys/{parameter}"
    run(namespace, "sh", "-c", f"test ! -e {file} || echo {value} > {file}")


@contextmanager
def namespaces(*names: str) -> Iterator[tuple[str, ...]]:
    """Makes namespaces with loopback up and without IPv6, and removes them in the end with what runs in them."""
    _sweep()
    full = [f"{PREFIX}{os.getpid()}-{name}" for name in names]
    made: list[str] = []
    try:
        for name in full:
            made.append(name)
            run(None, "ip", "netns", "add", name)
            for scope in ("all", "default"):
                set_kernel(name, f"net/ipv6/conf/{scope}/disable_ipv6", 1)
            run(name, "ip", "link", "set", "lo", "up")
        yield tuple(full)
    finally:
        for name in made:
            _remove(name)


@contextmanager
def interruptible() -> Iterator[None]:
    """Turns the signal to end into the interruption that Ctrl-C is, so that namespaces are removed then too."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _remove(name: str) -> None:
    if not (FOLDER / name).exists():
        return
    inside = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True)
    for number in inside.stdout.split():
        try:
            os.kill(int(number), signal.SIGKILL)
        except ProcessLookupError:
            pass
    subprocess.run(["ip", "netns", "delete", name], capture_output=True)


def _sweep() -> None:
    """Removes the namespaces of runs that are no more."""
    if not FOLDER.exists():
        return
    for entry in FOLDER.iterdir():
        owner = entry.name.removeprefix(PREFIX).split("-")[0]
        if entry.name.startswith(PREFIX) and owner.isdigit() and not Path(f"/proc/{owner}").exists():
            _remove(entry.name)
