"""libwebrtc in a benchmark, by the PyPI package wrtc."""

from __future__ import annotations

import webrtc

from protocol import BULK, INPUT, LOW_WATER, MeasuredStack, Message, describe, main, write


class LibWebRTC(MeasuredStack):
    async def start(self) -> None:
        self._connection = webrtc.RTCPeerConnection()
        self._channels: dict[str, webrtc.RTCDataChannel] = {}
        self._early: list[Message] | None = []
        self._connection.on("icecandidate", self._tell_candidate)
        self._connection.on("datachannel", lambda event: self._adopt(event.channel))
        if not self.makes_offer:
            return
        # Input is more urgent than bulk, as ours says too.
        self._adopt(self._connection.create_data_channel(INPUT, webrtc.RTCDataChannelInit(priority="high")))
        self._adopt(self._connection.create_data_channel(BULK, webrtc.RTCDataChannelInit(priority="very-low")))
        await self._connection.set_local_description(await self._connection.create_offer())
        describe("offer", self._connection.local_description.sdp)

    async def handle(self, message: Message) -> None:
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
        self._connection.close()

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
