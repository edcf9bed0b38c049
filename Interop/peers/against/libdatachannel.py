"""libdatachannel, by the PyPI package aiolibdatachannel, which needs Python 3.12 or later."""

from __future__ import annotations

import asyncio
import sys

from against.base import ECHO_LABEL, Message, Peer, Unsupported

try:
    from aiolibdatachannel import DataChannel, GatheringState, PeerConnection
    from aiolibdatachannel.peer_connection import DataChannelEvent, GatheringStateChangeEvent, LocalCandidateEvent

    _missing: str | None = None
except (ImportError, SyntaxError) as error:
    version = ".".join(str(part) for part in sys.version_info[:2])
    _missing = f"aiolibdatachannel needs Python 3.12 or later, this is {version} ({type(error).__name__})"


class Connection(Peer):
    name = "libdatachannel"

    async def start(self) -> None:
        if _missing is not None:
            raise Unsupported(_missing)
        self._connection = PeerConnection()
        self._tasks = [asyncio.create_task(self._watch())]
        if self.makes_offer:
            channel = await self._connection.create_data_channel(ECHO_LABEL)
            self._tasks.append(asyncio.create_task(self._echo(channel)))
            description = await self._connection.set_local_description("offer")
            self.description("offer", description.sdp)

    async def handle(self, message: Message) -> None:
        match message["type"]:
            case "description":
                await self._connection.set_remote_description(message["sdp"], message["kind"])
                if message["kind"] == "offer":
                    description = await self._connection.set_local_description("answer")
                    self.description("answer", description.sdp)
            case "candidate":
                await self._connection.add_remote_candidate(message["candidate"], message["mid"])

    async def close(self) -> None:
        if _missing is not None:
            return
        for task in self._tasks:
            task.cancel()
        await self._connection.aclose()

    async def _watch(self) -> None:
        async for event in self._connection.events():
            match event:
                case LocalCandidateEvent(candidate=candidate):
                    self.candidate(candidate.candidate.removeprefix("a="), candidate.mid)
                case GatheringStateChangeEvent(state=GatheringState.COMPLETE):
                    self.end_of_candidates()
                case DataChannelEvent(channel=channel):
                    self._tasks.append(asyncio.create_task(self._echo(channel)))

    async def _echo(self, channel: DataChannel) -> None:
        async for data in channel:
            await channel.send(data)
