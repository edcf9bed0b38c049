"""libwebrtc's connections with both ends in one process: the lines are those of nearhand-peer's scenario `endure`."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import webrtc

from protocol import Message, lines, write

KIB = 1_024


class Pair:
    """Both ends of one connection."""

    def __init__(self) -> None:
        self._ends = [webrtc.RTCPeerConnection(), webrtc.RTCPeerConnection()]

    async def connect(self) -> None:
        offerer, answerer = self._ends
        arrived = asyncio.get_running_loop().create_future()
        held: list[list[webrtc.RTCIceCandidate]] = [[], []]
        for index, end in enumerate(self._ends):
            end.on("icecandidate", lambda event, index=index: event.candidate and held[index].append(event.candidate))

        def adopt(event: webrtc.RTCDataChannelEvent) -> None:
            self._channel = event.channel
            self._channel.on("message", lambda _event: arrived.done() or arrived.set_result(None))

        answerer.on("datachannel", adopt)
        hello = offerer.create_data_channel("hello")
        hello.on("open", lambda _event: hello.send("hello"))
        await offerer.set_local_description(await offerer.create_offer())
        await answerer.set_remote_description(_told(offerer))
        await answerer.set_local_description(await answerer.create_answer())
        await offerer.set_remote_description(_told(answerer))
        while not arrived.done():
            for candidates, other in ((held[0], answerer), (held[1], offerer)):
                while candidates:
                    candidate = candidates.pop(0)
                    await other.add_ice_candidate(
                        webrtc.RTCIceCandidateInit(candidate=candidate.candidate, sdp_mid=candidate.sdp_mid or "0")
                    )
            await asyncio.sleep(0.005)

    def close(self) -> None:
        for end in self._ends:
            end.close()


def _told(end: webrtc.RTCPeerConnection) -> webrtc.RTCSessionDescriptionInit:
    told = end.local_description
    return webrtc.RTCSessionDescriptionInit(type=told.type, sdp=told.sdp)


def resources() -> Message:
    """What this process holds."""
    status = Path("/proc/self/status").read_text()

    def number(name: str) -> int:
        return int(re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)[1])

    return {
        "residentBytes": number("VmRSS") * KIB,
        "descriptors": len(os.listdir("/proc/self/fd")) - 1,
        "threads": number("Threads"),
    }


async def live() -> None:
    json.loads(sys.stdin.buffer.raw.readline())
    held: list[Pair] = []
    async for message in lines():
        match message["type"]:
            case "close":
                break
            case "cycle":
                for _ in range(message["count"]):
                    pair = Pair()
                    await asyncio.wait_for(pair.connect(), 10)
                    pair.close()
            case "hold":
                while len(held) < message["count"]:
                    held.append(Pair())
                    await asyncio.wait_for(held[-1].connect(), 10)
        write({"type": "resources", "resources": resources()})


try:
    asyncio.run(live())
except Exception as error:
    write({"type": "result", "passed": False, "detail": f"{type(error).__name__}: {error}"})
sys.stdout.flush()
os._exit(0)
