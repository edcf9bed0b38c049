"""libdatachannel in a benchmark, by its C interface (rtc.h), from the library in the PyPI package pylibdatachannel.

The package's own Python interface does not tell how much waits on a channel, which filling one needs.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, c_char, c_char_p, c_int, c_void_p
from pathlib import Path
from typing import Any

import pylibdatachannel

from protocol import BULK, INPUT, LOW_WATER, MeasuredStack, Message, describe, main, write

# Importing the package has loaded what its library depends on.
LIBRARY = next((Path(pylibdatachannel.__file__).parent.parent / "pylibdatachannel.libs").glob("libdatachannel-*"))

DescriptionCallback = CFUNCTYPE(None, c_int, c_char_p, c_char_p, c_void_p)
CandidateCallback = CFUNCTYPE(None, c_int, c_char_p, c_char_p, c_void_p)
NumberCallback = CFUNCTYPE(None, c_int, c_int, c_void_p)
PlainCallback = CFUNCTYPE(None, c_int, c_void_p)
MessageCallback = CFUNCTYPE(None, c_int, POINTER(c_char), c_int, c_void_p)

#: More than sizeof(rtcConfiguration); all zero means its defaults.
CONFIGURATION_BYTES = 256
GATHERING_COMPLETE = 2


class LibDataChannel(MeasuredStack):
    async def start(self) -> None:
        self._rtc = ctypes.CDLL(str(LIBRARY))
        self._rtc.rtcSendMessage.argtypes = [c_int, c_char_p, c_int]
        self._callbacks: list[Any] = []
        self._channels: dict[str, int] = {}
        self._connection = self._check(
            self._rtc.rtcCreatePeerConnection(ctypes.create_string_buffer(CONFIGURATION_BYTES)), "a connection"
        )
        self._set("rtcSetLocalDescriptionCallback", self._connection, DescriptionCallback(self._tell_description))
        self._set("rtcSetLocalCandidateCallback", self._connection, CandidateCallback(self._tell_candidate))
        self._set("rtcSetGatheringStateChangeCallback", self._connection, NumberCallback(self._tell_gathering))
        self._set("rtcSetDataChannelCallback", self._connection, NumberCallback(self._announced))
        if not self.makes_offer:
            return
        # The first channel makes the offer.
        for label in (INPUT, BULK):
            channel = self._rtc.rtcCreateDataChannel(self._connection, label.encode())
            self._adopt(label, self._check(channel, "a channel"))

    async def handle(self, message: Message) -> None:
        match message["type"]:
            case "description":
                text, kind = message["sdp"].encode(), message["kind"].encode()
                self._check(self._rtc.rtcSetRemoteDescription(self._connection, text, kind), "a description")
            case "candidate":
                text, section = message["candidate"].encode(), message["mid"].encode()
                self._check(self._rtc.rtcAddRemoteCandidate(self._connection, text, section), "a candidate")

    def send(self, label: str, data: bytes) -> None:
        self._check(self._rtc.rtcSendMessage(self._channels[label], data, len(data)), "a message")

    def bulk_amount(self) -> int:
        return self._check(self._rtc.rtcGetBufferedAmount(self._channels[BULK]), "the buffered amount")

    async def close(self) -> None:
        self._rtc.rtcClosePeerConnection(self._connection)

    def _check(self, result: int, what: str) -> int:
        if result < 0:
            raise RuntimeError(f"libdatachannel refused {what} with {result}")
        return result

    def _set(self, name: str, handle: int, callback: Any) -> None:
        # The library calls it from threads of its own for as long as the process lives.
        self._callbacks.append(callback)
        self._check(getattr(self._rtc, name)(handle, callback), name)

    def _adopt(self, label: str, channel: int) -> None:
        self._channels[label] = channel
        self._set("rtcSetMessageCallback", channel, MessageCallback(self._receive(label)))
        if not self.makes_offer:
            return
        self._set("rtcSetOpenCallback", channel, PlainCallback(lambda _channel, _user: self._soon(self.opened, label)))
        if label == BULK:
            self._check(self._rtc.rtcSetBufferedAmountLowThreshold(channel, LOW_WATER), "a threshold")
            low = PlainCallback(lambda _channel, _user: self._soon(self.bulk_is_low))
            self._set("rtcSetBufferedAmountLowCallback", channel, low)

    def _soon(self, call: Callable[..., None], *arguments: Any) -> None:
        self.loop.call_soon_threadsafe(call, *arguments)

    def _receive(self, label: str) -> Callable[..., None]:
        def receive(_channel: int, data: Any, size: int, _user: Any) -> None:
            # A negative size is that of a text with its final zero; no worker sends one.
            self._soon(self.received, label, ctypes.string_at(data, size))

        return receive

    def _tell_description(self, _connection: int, sdp: bytes, kind: bytes, _user: Any) -> None:
        describe(kind.decode(), sdp.decode())

    def _tell_candidate(self, _connection: int, candidate: bytes, section: bytes, _user: Any) -> None:
        text = candidate.decode().removeprefix("a=")
        write({"type": "candidate", "candidate": text, "mid": section.decode()})

    def _tell_gathering(self, _connection: int, state: int, _user: Any) -> None:
        if state == GATHERING_COMPLETE:
            write({"type": "endOfCandidates"})

    def _announced(self, _connection: int, channel: int, _user: Any) -> None:
        label = ctypes.create_string_buffer(64)
        self._check(self._rtc.rtcGetDataChannelLabel(channel, label, len(label)), "a label")
        self._adopt(label.value.decode(), channel)


main(LibDataChannel)
