"""A sound system of a test's own: a PulseAudio daemon with null sinks for microphone and loudspeaker."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy

RATE = 48_000

# What is played into the sink `air` is what the microphone hears; what the loudspeaker plays is heard at its monitor.
SCRIPT = """
load-module module-null-sink sink_name=loudspeaker rate=48000 channels=1
load-module module-null-sink sink_name=air rate=48000 channels=1
load-module module-remap-source master=air.monitor source_name=microphone channels=1
set-default-sink loudspeaker
set-default-source microphone
load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1
"""


class SoundSystem:
    """A running daemon."""

    def __init__(self, folder: Path):
        self._folder = folder

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to find this daemon and no other."""
        return {"PULSE_SERVER": f"unix:{self._folder}/native"}

    @property
    def is_answering(self) -> bool:
        return self._run("pactl", "info").returncode == 0

    @contextmanager
    def tone(self, hertz: float, seconds: float = 60) -> Iterator[None]:
        """Plays a tone before the microphone."""
        times = numpy.arange(int(RATE * seconds)) / RATE
        samples = (0.5 * 32_767 * numpy.sin(2 * numpy.pi * hertz * times)).astype("<i2")
        file = self._folder / "tone.raw"
        file.write_bytes(samples.tobytes())
        player = subprocess.Popen(
            ["pacat", "--playback", "--raw", "--device=air", *FORMAT, str(file)], env=self._variables,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            player.terminate()
            player.wait(timeout=10)

    def heard(self, seconds: float) -> numpy.ndarray:
        """Records what the loudspeaker plays; samples from -1 to 1."""
        recorder = subprocess.Popen(
            ["parec", "--raw", "--device=loudspeaker.monitor", *FORMAT], env=self._variables,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        try:
            data = recorder.stdout.read(int(RATE * seconds) * 2)
        finally:
            recorder.terminate()
            recorder.wait(timeout=10)
        return numpy.frombuffer(data, dtype="<i2") / 32_768

    @property
    def _variables(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def _run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(words, env=self._variables, capture_output=True, timeout=20)


FORMAT = ["--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"]


@contextmanager
def sound_system() -> Iterator[SoundSystem]:
    """Starts a daemon and ends it."""
    if shutil.which("pulseaudio") is None:
        raise RuntimeError("pulseaudio is not installed; make test-libraries installs it")
    with tempfile.TemporaryDirectory(prefix="nearhand-sound-") as name:
        folder = Path(name)
        script = folder / "default.pa"
        script.write_text(SCRIPT.format(folder=folder))
        daemon = subprocess.Popen(
            [
                "pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                "--system=no", "--disable-shm=yes", "--realtime=no", f"--log-target=file:{folder}/log",
            ],
            env={**os.environ, "HOME": name, "XDG_RUNTIME_DIR": name, "XDG_CONFIG_HOME": name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            system = SoundSystem(folder)
            deadline = time.monotonic() + 15
            while not system.is_answering:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"PulseAudio does not answer: {(folder / 'log').read_text()[-500:]}")
                time.sleep(0.05)
            yield system
        finally:
            daemon.terminate()
            daemon.wait(timeout=10)


def loudness(samples: numpy.ndarray) -> float:
    """The root of the mean square, in decibels below full scale."""
    power = float(numpy.mean(numpy.square(samples))) if len(samples) else 0.0
    return 10 * numpy.log10(max(power, 1e-12))
