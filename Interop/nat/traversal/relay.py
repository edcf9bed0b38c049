"""coturn in the laboratory's internet, with the configuration that sites are given."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.namespaces import Unavailable, command
from traversal.identity import Identity
from traversal.topology import INTERNET_ADDRESS

PORT = 3_479
#: Nobody has it.
SILENT_ADDRESS = "203.0.113.200"
SECRET = "the laboratory's secret"
START_TIMEOUT = 5.0


def configuration(deployed: str, identity: Identity) -> str:
    """The deployed configuration with the laboratory's own values; what listens for TCP takes TLS too."""
    text = re.sub(r"^static-auth-secret=.*$", f"static-auth-secret={SECRET}", deployed, flags=re.MULTILINE)
    text = re.sub(r"^(relay-ip|allowed-peer-ip)=.*$", rf"\1={INTERNET_ADDRESS}", text, flags=re.MULTILINE)
    # Here the internet has the addresses that documentation has.
    text = text.replace("denied-peer-ip=203.0.113.0-203.0.113.255\n", "")
    text += f"listening-ip={INTERNET_ADDRESS}\naux-server={INTERNET_ADDRESS}:443\n"
    return text + f"cert={identity.certificate}\npkey={identity.key}\n"


def credentials() -> dict[str, str]:
    """What the service gives an admitted customer: coturn's shared-secret form."""
    username = f"{int(time.time()) + 3_600}:laboratory"
    digest = hmac.new(SECRET.encode(), username.encode(), hashlib.sha1).digest()
    return {"username": username, "credential": base64.b64encode(digest).decode()}


def servers(state: str) -> list[dict[str, str]]:
    """What a node is told to use where the relay is `running`, reached by `tls` alone, `silent` or `none`."""
    found: list[dict[str, str]] = [{"url": f"stun:{INTERNET_ADDRESS}:{PORT}"}]
    match state:
        case "running":
            ways = (f"{PORT}", f"{PORT}?transport=tcp", "443?transport=tcp")
            found += [{"url": f"turn:{INTERNET_ADDRESS}:{way}", **credentials()} for way in ways]
        case "tls":
            found.append({"url": f"turns:{INTERNET_ADDRESS}:443?transport=tcp", **credentials()})
        case "silent":
            found.append({"url": f"turn:{SILENT_ADDRESS}:{PORT}", **credentials()})
    return found


@contextmanager
def relay(internet: str, root: Path, folder: Path, identity: Identity) -> Iterator[None]:
    """Runs coturn; its files are in a folder of the run's."""
    file = folder / "turnserver.conf"
    file.write_text(configuration((root / "Signaling/Deploy/turnserver.conf").read_text(), identity))
    log = folder / "turnserver.log"
    process = subprocess.Popen(
        command(internet, "turnserver", "-c", str(file), "--log-file", "stdout", "--userdb", str(folder / "turndb"),
                "--pidfile", str(folder / "turnserver.pid"), "--simple-log"),
        stdout=log.open("w"), stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
    )
    try:
        _wait_until_listening(internet, process, log)
        yield
    finally:
        process.kill()
        process.wait()


def _wait_until_listening(internet: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        listening = subprocess.run(command(internet, "ss", "-Hlnu"), capture_output=True, text=True).stdout
        if f"{INTERNET_ADDRESS}:{PORT} " in listening:
            return
        time.sleep(0.05)
    raise Unavailable(f"coturn does not start:\n{log.read_text()[-2_000:]}")
