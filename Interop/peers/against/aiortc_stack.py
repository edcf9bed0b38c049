"""aiortc, a stack in Python with an SCTP of its own. It gathers its candidates before it describes itself."""

from __future__ import annotations

import array
import asyncio
from fractions import Fraction

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaRelay  # noqa: F401  (fails early when PyAV is missing)
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, MediaStreamTrack, VideoStreamTrack
from aiortc.rtcdatachannel import RTCDataChannel
from aiortc.sdp import candidate_from_sdp
from av import AudioFrame

from against.base import ECHO_LABEL, Message, Peer, ToneCounter, tone

#: Samples in a second, and in a piece of 20 ms.
RATE, PIECE = 48_000, 960


class ToneTrack(AudioStreamTrack):
    """The tone that we listen for."""

    async def recv(self) -> AudioFrame:
        """The next 20 ms, in their time."""
        loop = asyncio.get_running_loop()
        if not hasattr(self, "_begin"):
            self._begin, self._number = loop.time(), 0
        await asyncio.sleep(max(0.0, self._begin + self._number / 50 - loop.time()))
        frame = AudioFrame(format="s16", layout="mono", samples=PIECE)
        frame.planes[0].update(array.array("h", tone(self._number * PIECE, PIECE, RATE)).tobytes())
        frame.pts = self._number * PIECE
        frame.sample_rate = RATE
        frame.time_base = Fraction(1, RATE)
        self._number += 1
        return frame


class Connection(Peer):
    name = "aiortc"
    scenarios = ("datachannel", "video", "audio")

    async def start(self) -> None:
        self._connection = RTCPeerConnection()
        self._frames = 0
        self._tones = ToneCounter()
        self._reader: asyncio.Task[None] | None = None
        self._connection.on("datachannel", self._echo)
        self._connection.on("track", self._on_track)
        if self.scenario == "video":
            self._connection.addTrack(VideoStreamTrack())
        if self.scenario == "audio":
            self._connection.addTrack(ToneTrack())
        if not self.makes_offer:
            return
        if self.scenario == "datachannel":
            self._echo(self._connection.createDataChannel(ECHO_LABEL))
        await self._connection.setLocalDescription(await self._connection.createOffer())
        self._describe()

    async def handle(self, message: Message) -> None:
        match message["type"]:
            case "description":
                await self._connection.setRemoteDescription(
                    RTCSessionDescription(sdp=message["sdp"], type=message["kind"])
                )
                if message["kind"] == "offer":
                    await self._connection.setLocalDescription(await self._connection.createAnswer())
                    self._describe()
            case "candidate":
                candidate = candidate_from_sdp(message["candidate"].removeprefix("candidate:"))
                candidate.sdpMid = message["mid"]
                await self._connection.addIceCandidate(candidate)
            case "endOfCandidates":
                await self._connection.addIceCandidate(None)

    async def frames_decoded(self) -> int | None:
        return self._tones.count if self.scenario == "audio" else self._frames

    async def close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
        await self._connection.close()

    def _describe(self) -> None:
        description = self._connection.localDescription
        self.description(description.type, description.sdp)
        self.end_of_candidates()

    def _echo(self, channel: RTCDataChannel) -> None:
        channel.on("message", channel.send)

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._reader = asyncio.create_task(self._read(track))

    async def _read(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                self._frames += 1
                if isinstance(frame, AudioFrame):
                    channels = len(frame.layout.channels)
                    # The plane's memory is larger than what is in it.
                    samples = array.array("h", bytes(frame.planes[0]))[: frame.samples * channels]
                    self._tones.take(samples[::channels], frame.sample_rate)
        except MediaStreamError:
            return
