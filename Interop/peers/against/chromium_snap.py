"""Chromium with SNAP, which it has behind a field trial: the SCTP handshake goes with the descriptions.

Source: draft-hancke-tsvwg-snap, <https://datatracker.ietf.org/doc/draft-hancke-tsvwg-snap/>
"""

from __future__ import annotations

from against import chromium
from against.base import Message, Unsupported

ATTRIBUTE = "\na=sctp-init:"


class Connection(chromium.Connection):
    name = "chromium-snap"
    scenarios = ("datachannel",)
    arguments = (*chromium.Connection.arguments, "--force-fieldtrials=WebRTC-Sctp-Snap/Enabled/")

    async def start(self) -> None:
        tell = self.send
        self._is_used = not self.makes_offer

        def check(message: Message) -> None:
            if message["type"] == "description":
                self._is_used = ATTRIBUTE in message["sdp"]
            tell(message)

        self.send = check
        await super().start()
        if not self._is_used:
            raise Unsupported("this Chromium offers no SNAP")

    async def handle(self, message: Message) -> None:
        if message["type"] == "description" and ATTRIBUTE not in message["sdp"]:
            raise RuntimeError("our description has no a=sctp-init")
        await super().handle(message)
        if not self._is_used:
            raise RuntimeError("Chromium's description has no a=sctp-init")
