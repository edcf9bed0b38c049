"""Who is measured, and how their processes are started."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

WORKERS = Path(__file__).resolve().parent.parent / "workers"


class Unsupported(Exception):
    """A peer cannot be run here; the text says why."""


@dataclass(frozen=True)
class Stack:
    """A peer of the benchmarks."""

    name: str
    #: The command of its process, the same on both sides.
    words: list[str]
    #: Whether it is a WebRTC stack, and not kernel TCP.
    is_webrtc: bool = True


def _python(worker: str, *words: str) -> list[str]:
    return [sys.executable, str(WORKERS / f"{worker}_worker.py"), *words]


def _require_package(module: str, package: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise Unsupported(f"the Python package {package} is not installed: run `make venv`")


def _require_congestion_control(algorithm: str) -> None:
    with socket.socket() as probe:
        try:
            probe.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, algorithm.encode())
        except OSError as error:
            raise Unsupported(f"this kernel has no congestion control {algorithm}: {error.strerror}") from error


def load(name: str, root: Path) -> Stack:
    """A peer by its name; raises `Unsupported` where it cannot be run."""
    match name:
        case "nearhand":
            executable = Path(os.environ.get("NEARHAND_PEER", root / ".build/release/nearhand-peer"))
            if not executable.exists():
                raise Unsupported(f"{executable} is missing: build it with `make bench-build`")
            return Stack(name, [str(executable)])
        case "libwebrtc":
            _require_package("webrtc", "wrtc")
            return Stack(name, _python("libwebrtc"))
        case "libdatachannel":
            _require_package("pylibdatachannel", "pylibdatachannel")
            return Stack(name, _python("libdatachannel"))
        case "tcp-bbr" | "tcp-cubic":
            algorithm = name.removeprefix("tcp-")
            _require_congestion_control(algorithm)
            return Stack(name, _python("tcp", algorithm), is_webrtc=False)
    raise Unsupported(f"there is no peer named {name}")


NAMES = ("nearhand", "nearhand-444", "libwebrtc", "libdatachannel", "tcp-bbr", "tcp-cubic")
WEBRTC_NAMES = ("nearhand", "nearhand-444", "libwebrtc", "libdatachannel")
