"""libwebrtc itself, by the PyPI package wrtc."""

from __future__ import annotations

import array
import asyncio

import webrtc
from webrtc.loopback import allow_loopback

from against.base import ECHO_LABEL, Message, Peer, ToneCounter, tone

# Must come before the first connection: candidates on 127.0.0.1.
allow_loopback()

WIDTH, HEIGHT = 320, 240
#: Samples in a second, and in a piece.
RATE, PIECE = 48_000, 480


class Connection(Peer):
    name = "libwebrtc"
    scenarios = ("datachannel", "video", "audio")

    async def start(self) -> None:
        self._connection = webrtc.RTCPeerConnection()
        self._channels: list[webrtc.RTCDataChannel] = []
        self._painter: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None
        self._tones = ToneCounter()
        self._connection.on("icecandidate", self._on_candidate)
        self._connection.on("datachannel", lambda event: self._echo(event.channel))
        if self.scenario == "video":
            generator = webrtc.VideoTrackGenerator()
            self._connection.add_track(generator.track)
            self._painter = asyncio.create_task(self._paint(generator))
        if self.scenario == "audio":
            player = webrtc.MediaStreamTrackGenerator(webrtc.MediaStreamTrackGeneratorInit(kind="audio"))
            self._connection.add_track(player)
            self._connection.on("track", self._on_track)
            self._painter = asyncio.create_task(self._play(player))
        if not self.makes_offer:
            return
        if self.scenario == "datachannel":
            self._echo(self._connection.create_data_channel(ECHO_LABEL))
        offer = await self._connection.create_offer()
        await self._connection.set_local_description(offer)
        self.description("offer", self._connection.local_description.sdp)

    async def handle(self, message: Message) -> None:
        match message["type"]:
            case "description":
                await self._connection.set_remote_description(
                    webrtc.RTCSessionDescriptionInit(type=message["kind"], sdp=message["sdp"])
                )
                if message["kind"] == "offer":
                    answer = await self._connection.create_answer()
                    await self._connection.set_local_description(answer)
                    self.description("answer", self._connection.local_description.sdp)
            case "candidate":
                await self._connection.add_ice_candidate(
                    webrtc.RTCIceCandidateInit(candidate=message["candidate"], sdp_mid=message["mid"])
                )

    async def frames_decoded(self) -> int | None:
        if self.scenario == "audio":
            return self._tones.count
        report = await self._connection.get_stats()
        return sum(
            getattr(item, "frames_decoded", None) or 0 for item in report.values() if item.type == "inbound-rtp"
        )

    async def close(self) -> None:
        for task in (self._painter, self._listener):
            if task is not None:
                task.cancel()
        self._connection.close()

    def _on_candidate(self, event: webrtc.RTCPeerConnectionIceEvent) -> None:
        if event.candidate is None or not event.candidate.candidate:
            self.end_of_candidates()
        else:
            self.candidate(event.candidate.candidate, event.candidate.sdp_mid)

    def _echo(self, channel: webrtc.RTCDataChannel) -> None:
        self._channels.append(channel)
        channel.on("message", lambda event: channel.send(event.data))

    async def _paint(self, generator: webrtc.VideoTrackGenerator) -> None:
        """Writes a picture that grows lighter, twenty times a second."""
        writer = generator.writable.get_writer()
        chroma = bytes([100]) * (WIDTH * HEIGHT // 2)
        number = 0
        while True:
            picture = bytes([40 + number * 5 % 180]) * (WIDTH * HEIGHT) + chroma
            init = webrtc.VideoFrameBufferInit(
                format="I420", coded_width=WIDTH, coded_height=HEIGHT, timestamp=number * 50_000
            )
            await writer.write(webrtc.VideoFrame(picture, init))
            number += 1
            await asyncio.sleep(0.05)

    async def _play(self, player: webrtc.MediaStreamTrackGenerator) -> None:
        """Plays the tone in pieces of 10 ms."""
        writer = player.writable.get_writer()
        loop = asyncio.get_running_loop()
        begin = loop.time()
        number = 0
        while True:
            samples = array.array("h", tone(number * PIECE, PIECE, RATE)).tobytes()
            await writer.write(
                webrtc.AudioData(
                    webrtc.AudioDataInit(
                        format="s16",
                        sample_rate=RATE,
                        number_of_frames=PIECE,
                        number_of_channels=1,
                        timestamp=number * 10_000,
                        data=samples,
                    )
                )
            )
            number += 1
            await asyncio.sleep(max(0.0, begin + number / 100 - loop.time()))

    def _on_track(self, event: webrtc.RTCTrackEvent) -> None:
        if event.track.kind == "audio":
            self._listener = asyncio.create_task(self._listen(event.track))

    async def _listen(self, track: webrtc.MediaStreamTrack) -> None:
        processor = webrtc.MediaStreamTrackProcessor(webrtc.MediaStreamTrackProcessorInit(track))
        options = webrtc.AudioDataCopyToOptions(plane_index=0, format="s16")
        async for data in processor.readable:
            buffer = bytearray(data.allocation_size(options))
            data.copy_to(buffer, options)
            samples = array.array("h", bytes(buffer))[:: data.number_of_channels]
            self._tones.take(samples, int(data.sample_rate))
            data.close()
