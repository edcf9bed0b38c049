"""Starts the product as a person does and reads what it prints."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "release" / "nearhand"


class Running:
    """A `nearhand` process whose output is read as it comes."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None, home: Path, text: str | None = None):
        home.mkdir(parents=True, exist_ok=True)
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        variables = {
            **os.environ,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(home / "share"),
            **(environment or {}),
        }
        if environment is None or "DISPLAY" not in environment:
            variables.pop("DISPLAY", None)
        self.home = home
        self.lines: list[str] = []
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            [str(PROGRAM), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=variables,
            cwd=home,
        )
        if text is not None:
            self._process.stdin.write(text)
            self._process.stdin.flush()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            with self._changed:
                self.lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, pattern: str, seconds: float = 30) -> re.Match[str]:
        """The first printed line that matches; fails with all that was printed."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                # Looked at before the lines: a process that has ended may have printed what is not read yet.
                is_all_read = not self._reader.is_alive()
                for line in self.lines:
                    if match := re.search(pattern, line):
                        return match
                remaining = deadline - time.monotonic()
                if remaining <= 0 or is_all_read:
                    raise AssertionError(f"no line matches {pattern!r} in:\n" + "\n".join(self.lines))
                self._changed.wait(min(remaining, 0.5))

    @property
    def pid(self) -> int:
        return self._process.pid

    def close_input(self) -> None:
        """Ends the standard input, as `</dev/null` does."""
        self._process.stdin.close()

    def exit_code(self, seconds: float) -> int:
        """Waits until the process ends by itself, and until all that it printed has been read."""
        try:
            code = self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise AssertionError("nearhand does not end:\n" + "\n".join(self.lines)) from None
        self._reader.join(timeout=10)
        return code

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the process as a crash would."""
        self._process.kill()
        self._process.wait(timeout=10)

    def stop(self, reason: signal.Signals = signal.SIGINT) -> int:
        """Asks the process to end, as Ctrl+C does, and returns its exit code once all it printed is read."""
        if self._process.poll() is None:
            self._process.send_signal(reason)
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(timeout=10)
                raise AssertionError("nearhand did not end within ten seconds of Ctrl+C") from None
        self._reader.join(timeout=10)
        return self._process.returncode
