"""libwebrtc in a call of the benchmark `sound`, by the PyPI package wrtc.

The package takes and gives frames of 10 ms instead of opening devices, so that microphone and loudspeaker are those of
`pacat`, and what libwebrtc does to a recorded voice (levelling, echo, noise) is left out. Encoder, error correction, jitter
buffer and time stretching are libwebrtc's.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time

import webrtc

from protocol import Message, describe, lines, main, write

RATE = 48_000
FRAME = RATE // 100
FORMAT = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"]


class Call:
    def __init__(self, start: Message):
        self.makes_offer = start["role"] == "offerer"
        self._devices = start["devices"]
        self._early: list[Message] | None = []
        self._tasks: list[asyncio.Task[None]] = []
        self._programs: list[asyncio.subprocess.Process] = []

    async def run(self) -> None:
        """Does what the lines say until one says `close`."""
        self._connection = webrtc.RTCPeerConnection()
        self._connection.on("icecandidate", self._tell_candidate)
        self._connection.on("track", lambda event: self._begin(self._play(event.track)))
        self._connection.on("connectionstatechange", lambda _event: self._tell_state())
        generator = webrtc.MediaStreamTrackGenerator(webrtc.MediaStreamTrackGeneratorInit(kind="audio"))
        self._connection.add_track(generator)
        self._begin(self._record(generator))
        if self.makes_offer:
            await self._connection.set_local_description(await self._connection.create_offer())
            describe("offer", self._connection.local_description.sdp)
        async for message in lines():
            match message["type"]:
                case "close":
                    break
                case "read":
                    write({"type": "figures", "figures": await self._figures()})
                case _:
                    await self._handle(message)
        for task in self._tasks:
            task.cancel()
        for program in self._programs:
            with contextlib.suppress(ProcessLookupError):
                program.kill()
        self._connection.close()

    async def _handle(self, message: Message) -> None:
        match message["type"]:
            case "description":
                await self._connection.set_remote_description(
                    webrtc.RTCSessionDescriptionInit(type=message["kind"], sdp=message["sdp"])
                )
                if message["kind"] == "offer":
                    await self._connection.set_local_description(await self._connection.create_answer())
                    describe("answer", self._connection.local_description.sdp)
                early, self._early = self._early or [], None
                for held in early:
                    await self._handle(held)
            case "candidate" if self._early is not None:
                self._early.append(message)
            case "candidate":
                await self._connection.add_ice_candidate(
                    webrtc.RTCIceCandidateInit(candidate=message["candidate"], sdp_mid=message["mid"])
                )

    async def _record(self, generator: webrtc.MediaStreamTrackGenerator) -> None:
        program = await self._run("--record", f"--device={self._devices['microphone']}")
        assert program.stdout is not None
        writer = generator.writable.get_writer()
        number = 0
        while True:
            samples = await program.stdout.readexactly(2 * FRAME)
            init = webrtc.AudioDataInit(
                format="s16",
                sample_rate=RATE,
                number_of_frames=FRAME,
                number_of_channels=1,
                timestamp=number * 10_000,
                data=samples,
            )
            await writer.write(webrtc.AudioData(init))
            number += 1

    async def _play(self, track: webrtc.MediaStreamTrack) -> None:
        program = await self._run("--playback", f"--device={self._devices['loudspeaker']}")
        assert program.stdin is not None
        processor = webrtc.MediaStreamTrackProcessor(webrtc.MediaStreamTrackProcessorInit(track=track))
        reader = processor.readable.get_reader()
        while True:
            result = await reader.read()
            if result.done:
                return
            with result.value as data:
                program.stdin.write(_to_mono(data))

    async def _run(self, *words: str) -> asyncio.subprocess.Process:
        environment = {**os.environ, "PULSE_SERVER": self._devices["server"]}
        program = await asyncio.create_subprocess_exec(
            "pacat",
            *words,
            *FORMAT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
        )
        self._programs.append(program)
        return program

    def _begin(self, work) -> None:
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(self._look)
        self._tasks.append(task)

    @staticmethod
    def _look(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            write({"type": "result", "passed": False, "detail": f"{type(error).__name__}: {error}"})

    async def _figures(self) -> Message:
        figures: Message = {"now": time.monotonic_ns()}
        for item in (await self._connection.get_stats()).values():
            if item.type == "inbound-rtp":
                figures["totalSamplesReceived"] = item.total_samples_received
                # What is made up in silences is no loss.
                figures["concealedSamples"] = item.concealed_samples - (item.silent_concealed_samples or 0)
        return figures

    def _tell_state(self) -> None:
        if self._connection.connection_state == "connected":
            write({"type": "open"})

    def _tell_candidate(self, event: webrtc.RTCPeerConnectionIceEvent) -> None:
        candidate = event.candidate
        if candidate is None or not candidate.candidate:
            write({"type": "endOfCandidates"})
        else:
            write({"type": "candidate", "candidate": candidate.candidate, "mid": candidate.sdp_mid or "0"})


def _to_mono(data: webrtc.AudioData) -> bytes:
    """The first channel in 16 bits, as PulseAudio is to get it."""
    options = webrtc.AudioDataCopyToOptions(plane_index=0, format="s16")
    content = bytearray(data.allocation_size(options))
    data.copy_to(content, options)
    channels = data.number_of_channels
    if channels == 1:
        return bytes(content)
    return b"".join(content[index : index + 2] for index in range(0, len(content), 2 * channels))


main(Call)
