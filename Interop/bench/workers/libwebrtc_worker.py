"""libwebrtc in a benchmark, by the PyPI package wrtc."""

from __future__ import annotations

import asyncio
import os
import re

import webrtc

from protocol import BULK, INPUT, LOW_WATER, MeasuredStack, Message, describe, main, write


WIDTH, HEIGHT = 640, 480
#: Pictures of noise, which take whatever rate they get.
PICTURE_COUNT = 16
PICTURES_PER_SECOND = 30


def with_high_rates(sdp: str) -> str:
    """libwebrtc stops at 1.7 Mbit/s for a picture of this size unless the description allows more."""
    numbers = re.findall(r"^a=rtpmap:(\d+) VP8/", sdp, re.MULTILINE)
    lines = "".join(f"a=fmtp:{number} x-google-max-bitrate=8000\r\n" for number in numbers)
    return re.sub(r"^(a=rtpmap:\d+ VP8/90000\r\n)", lambda found: found[1] + lines, sdp, flags=re.MULTILINE)


class LibWebRTC(MeasuredStack):
    async def start(self) -> None:
        self._connection = webrtc.RTCPeerConnection()
        self._channels: dict[str, webrtc.RTCDataChannel] = {}
        self._early: list[Message] | None = []
        self._connection.on("icecandidate", self._tell_candidate)
        self._connection.on("datachannel", lambda event: self._adopt(event.channel))
        self._painter: asyncio.Task[None] | None = None
        if not self.makes_offer:
            return
        if self.films:
            generator = webrtc.VideoTrackGenerator()
            self._connection.add_track(generator.track)
            self._painter = asyncio.create_task(self._paint(generator))
        # Input is more urgent than bulk, as ours says too.
        self._adopt(self._connection.create_data_channel(INPUT, webrtc.RTCDataChannelInit(priority="high")))
        self._adopt(self._connection.create_data_channel(BULK, webrtc.RTCDataChannelInit(priority="very-low")))
        await self._connection.set_local_description(await self._connection.create_offer())
        describe("offer", self._connection.local_description.sdp)

    async def handle(self, message: Message) -> None:
        match message["type"]:
            case "description":
                await self._connection.set_remote_description(
                    webrtc.RTCSessionDescriptionInit(
                        type=message["kind"], sdp=with_high_rates(message["sdp"]) if self.films else message["sdp"]
                    )
                )
                if message["kind"] == "offer":
                    await self._connection.set_local_description(await self._connection.create_answer())
                    describe("answer", self._connection.local_description.sdp)
                early, self._early = self._early or [], None
                for held in early:
                    await self.handle(held)
            case "candidate" if self._early is not None:
                self._early.append(message)
            case "candidate":
                await self._connection.add_ice_candidate(
                    webrtc.RTCIceCandidateInit(candidate=message["candidate"], sdp_mid=message["mid"])
                )

    def send(self, label: str, data: bytes) -> None:
        self._channels[label].send(data)

    def bulk_amount(self) -> int:
        return self._channels[BULK].buffered_amount

    async def close(self) -> None:
        if self._painter is not None:
            self._painter.cancel()
        self._connection.close()

    async def _paint(self, generator: webrtc.VideoTrackGenerator) -> None:
        writer = generator.writable.get_writer()
        chroma = bytes([128]) * (WIDTH * HEIGHT // 2)
        # Grey noise of little contrast: some 6 Mbit/s at 30 pictures a second.
        pictures = [
            bytes(112 + (value & 31) for value in os.urandom(WIDTH * HEIGHT)) + chroma for _ in range(PICTURE_COUNT)
        ]
        begin = self.loop.time()
        number = 0
        while True:
            init = webrtc.VideoFrameBufferInit(
                format="I420",
                coded_width=WIDTH,
                coded_height=HEIGHT,
                timestamp=number * 1_000_000 // PICTURES_PER_SECOND,
            )
            await writer.write(webrtc.VideoFrame(pictures[number % PICTURE_COUNT], init))
            number += 1
            await asyncio.sleep(max(0.0, begin + number / PICTURES_PER_SECOND - self.loop.time()))

    def _adopt(self, channel: webrtc.RTCDataChannel) -> None:
        label = channel.label
        self._channels[label] = channel
        channel.on("open", lambda _event: self.opened(label))
        channel.on("message", lambda event: self.received(label, event.data))
        if label == BULK and self.makes_offer:
            channel.buffered_amount_low_threshold = LOW_WATER
            channel.on("bufferedamountlow", lambda _event: self.bulk_is_low())

    def _tell_candidate(self, event: webrtc.RTCPeerConnectionIceEvent) -> None:
        candidate = event.candidate
        if candidate is None or not candidate.candidate:
            write({"type": "endOfCandidates"})
        else:
            write({"type": "candidate", "candidate": candidate.candidate, "mid": candidate.sdp_mid or "0"})


main(LibWebRTC)
