"""What the laboratory's servers prove themselves with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lab.namespaces import run


@dataclass(frozen=True)
class Identity:
    """A certificate that is its own authority."""

    certificate: Path
    key: Path


def make_identity(folder: Path, *addresses: str) -> Identity:
    """A certificate for these addresses; its files are in a folder of the run's."""
    made = Identity(folder / "site.pem", folder / "site.key")
    names = ",".join(f"IP:{address}" for address in addresses)
    run(
        None, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", str(made.key), "-out", str(made.certificate), "-days", "2", "-subj", "/CN=Nearhand laboratory",
        "-addext", f"subjectAltName={names}",
    )  # fmt: skip
    return made
