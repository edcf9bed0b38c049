"""A PulseAudio of the benchmark's own, what is said into it, and what is heard."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy

from lab.namespaces import Unavailable, require

RATE = 48_000
#: The rate of wideband PESQ.
SCORE_RATE = 16_000
FORMAT = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"]

#: As desktops run sound: before everything else. A machine that computes beside would otherwise tear the speech to pieces.
URGENT = ["nice", "-n", "-15"]

#: Sentences of the Harvard lists, by two speakers.
PASSAGES = (
    ("en-us+m3", "The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background."),
    ("en-gb+f2", "It is easy to tell the depth of a well. These days a chicken leg is a rare dish."),
    ("en-us+m1", "Rice is often served in round bowls. The juice of lemons makes fine punch."),
    ("en-gb+f4", "The box was thrown beside the parked truck. The hogs were fed chopped corn and garbage."),
)
#: What is said first, by a speaker of its own.
WARM_UP = ("en-us+f5", "Four hours of steady work faced us. A large size in stockings is hard to sell. The boy was there.")
PAUSE = 0.4
#: A voice that comes later than this, in seconds, is not looked for.
LATEST = 2.0


def resample(samples: numpy.ndarray, before: int, after: int) -> numpy.ndarray:
    """The same sound at another rate, without what the lower of both cannot hold."""
    count = round(len(samples) * after / before)
    spectrum = numpy.fft.rfft(samples)
    return numpy.fft.irfft(spectrum[: count // 2 + 1], count) * (after / before)


@dataclass(frozen=True)
class Speech:
    """What is said: a time to get going, then the passages that are scored. Samples are floats of 16 bits' range."""

    warm_up: numpy.ndarray
    passages: list[numpy.ndarray]

    @property
    def samples(self) -> numpy.ndarray:
        pause = numpy.zeros(int(PAUSE * RATE))
        return numpy.concatenate([self.warm_up, *(part for passage in self.passages for part in (pause, passage))])


def make_speech(folder: Path, warm_up: float) -> Speech:
    """Has espeak-ng say the passages."""
    require(("espeak-ng", "espeak-ng"))
    said = []
    for number, (voice, text) in enumerate((WARM_UP, *PASSAGES)):
        file = folder / f"{number}.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", file, text], check=True, capture_output=True)
        with wave.open(str(file)) as content:
            samples = numpy.frombuffer(content.readframes(content.getnframes()), dtype="<i2").astype(float)
            said.append(resample(samples, content.getframerate(), RATE))
    loudest = max(numpy.abs(samples).max() for samples in said)
    # −26 dB below overload on the average is how loud telephony tests speak; espeak's voices come near it so.
    said = [samples * (12_000 / loudest) for samples in said]
    return Speech(numpy.resize(said[0], int(warm_up * RATE)), said[1:])


class SoundServer:
    """A PulseAudio daemon with null sinks: what is played into `air.m1` the microphone `m1` hears."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.address = f"unix:{folder}/native"
        self.environment = {
            "PULSE_SERVER": self.address,
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
        }
        lines = []
        for number in (1, 2):
            lines += [
                f"load-module module-null-sink sink_name=l{number} rate={RATE} channels=1",
                f"load-module module-null-sink sink_name=air.m{number} rate={RATE} channels=1",
                f"load-module module-remap-source master=air.m{number}.monitor source_name=m{number} channels=1",
            ]
        lines.append(f"load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1")
        script = folder / "default.pa"
        script.write_text("\n".join(lines) + "\n")
        self._daemon = subprocess.Popen(
            [*URGENT, "pulseaudio", "-n", "-F", script, "--daemonize=no", "--exit-idle-time=60", "--use-pid-file=no"]
            + ["--system=no", "--disable-shm=yes", "--realtime=no", "--log-target=file:" + str(folder / "log")],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(200):
            if subprocess.run(["pactl", "info"], env=self.environment, capture_output=True).returncode == 0:
                return
            time.sleep(0.05)
        self.close()
        raise Unavailable(f"PulseAudio does not answer: {(folder / 'log').read_text()[-300:]}")

    def order(self, *words: str) -> str:
        run = subprocess.run(["pactl", *words], env=self.environment, check=True, capture_output=True, text=True)
        return run.stdout.strip()

    async def say(self, samples: numpy.ndarray, sink: str) -> None:
        """Plays samples into a sink to their end."""
        file = self.folder / "said.raw"
        file.write_bytes(to_bytes(samples))
        player = await asyncio.create_subprocess_exec(
            *URGENT, "pacat", "--playback", f"--device={sink}", *FORMAT, str(file), env=self.environment
        )
        try:
            await player.wait()
        except asyncio.CancelledError:
            player.kill()
            raise

    @contextmanager
    def listening(self, source: str) -> Iterator[Recording]:
        """Records a source."""
        recorder = subprocess.Popen(
            [*URGENT, "pacat", "--record", f"--device={source}", *FORMAT],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert recorder.stdout is not None
        recording = Recording()
        descriptor = recorder.stdout.fileno()
        loop = asyncio.get_running_loop()
        loop.add_reader(descriptor, lambda: recording.take(os.read(descriptor, 1 << 16)))
        try:
            yield recording
        finally:
            loop.remove_reader(descriptor)
            recorder.kill()
            recorder.wait()
            recorder.stdout.close()

    def close(self) -> None:
        self._daemon.kill()
        self._daemon.wait()


@dataclass
class Recording:
    """What was heard, and when."""

    data: bytearray = field(default_factory=bytearray)
    #: When the first sample was heard at the latest, by the chunk that came soonest, in seconds of the monotonic clock.
    begin: float = float("inf")

    def take(self, chunk: bytes) -> None:
        self.data += chunk
        self.begin = min(self.begin, time.monotonic() - len(self.data) / 2 / RATE)

    @property
    def samples(self) -> numpy.ndarray:
        return numpy.frombuffer(bytes(self.data[: len(self.data) // 2 * 2]), dtype="<i2").astype(float)


def to_bytes(samples: numpy.ndarray) -> bytes:
    return numpy.clip(samples, -32_768, 32_767).astype("<i2").tobytes()


@dataclass(frozen=True)
class Match:
    """A passage as it was said and as it was heard."""

    said: numpy.ndarray
    heard: numpy.ndarray
    #: From mouth to ear, in seconds.
    delay: float


def match(passage: numpy.ndarray, said: Recording, heard: Recording) -> Match:
    """Finds a passage before the microphone, and then behind the loudspeaker, at most `LATEST` later.

    What was said is taken as it was recorded: a player that stutters on a busy machine is no fault of a call.
    """
    margin = RATE // 5
    begin = find(passage, said.samples)
    spoken = said.samples[max(0, begin - margin) : begin + len(passage) + margin]
    earliest = round((said.begin - heard.begin) * RATE) + begin
    window = heard.samples[max(0, earliest) : earliest + len(passage) + round(LATEST * RATE)]
    late = find(said.samples[begin : begin + len(passage)], window) + max(0, -earliest)
    place = earliest + late
    got = heard.samples[max(0, place - margin) : place + len(passage) + margin]
    return Match(spoken, got, late / RATE)


def find(wanted: numpy.ndarray, heard: numpy.ndarray) -> int:
    """Where in what was heard the wanted sound begins, in samples."""
    count = 1 << (len(wanted) + len(heard) - 1).bit_length()
    product = numpy.fft.rfft(heard, count) * numpy.conj(numpy.fft.rfft(wanted, count))
    likeness = numpy.fft.irfft(product, count)
    return int(numpy.argmax(likeness[: max(1, len(heard) - len(wanted) // 2)]))


@contextmanager
def sound_server() -> Iterator[SoundServer]:
    """A daemon that ends with the block; raises `Unavailable` where PulseAudio is not installed."""
    require(("pulseaudio", "pulseaudio"), ("pactl", "pulseaudio-utils"))
    folder = Path(tempfile.mkdtemp(prefix="nearhand-sound-"))
    try:
        server = SoundServer(folder)
        try:
            yield server
        finally:
            server.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
