"""libdatachannel, by the PyPI package pylibdatachannel. Its callbacks come on threads of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from pylibdatachannel import Candidate, DataChannel, Description, DescriptionType, GatheringState, PeerConnection

from against.base import ECHO_LABEL, Message, Peer

KINDS = {"offer": DescriptionType.OFFER, "answer": DescriptionType.ANSWER}


class Connection(Peer):
    name = "libdatachannel"

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._channels: list[DataChannel] = []
        self._connection = PeerConnection()
        self._connection.on_local_description(lambda description: self._soon(self._describe, description))
        self._connection.on_local_candidate(lambda candidate: self._soon(self._tell, candidate))
        self._connection.on_gathering_state_change(lambda state: self._soon(self._gathering, state))
        self._connection.on_data_channel(self._echo)
        if self.makes_offer:
            # The first channel makes the offer.
            self._echo(self._connection.create_data_channel(ECHO_LABEL))

    async def handle(self, message: Message) -> None:
        match message["type"]:
            case "description":
                # The answer is made by itself.
                self._connection.set_remote_description(Description(message["sdp"], KINDS[message["kind"]]))
            case "candidate":
                self._connection.add_remote_candidate(Candidate(message["candidate"], message["mid"]))

    async def close(self) -> None:
        # A callback that runs needs the interpreter, which must not be held meanwhile.
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        for channel in self._channels:
            channel.reset_callbacks()
        self._connection.reset_callbacks()
        self._connection.close()

    def _soon(self, call: Callable[..., None], argument: Any) -> None:
        self._loop.call_soon_threadsafe(call, argument)

    def _describe(self, description: Description) -> None:
        self.description(description.type.name.lower(), str(description))

    def _tell(self, candidate: Candidate) -> None:
        self.candidate(str(candidate).removeprefix("a="), candidate.mid)

    def _gathering(self, state: GatheringState) -> None:
        if state == GatheringState.COMPLETE:
            self.end_of_candidates()

    def _echo(self, channel: DataChannel) -> None:
        self._channels.append(channel)
        channel.on_message(channel.send)
