"""Plain datagrams over a link, to measure the link itself.

    datagrams_worker.py echo ADDRESS                      sends back what comes, at port 9000
    datagrams_worker.py count ADDRESS SECONDS             counts what comes at port 9001; prints bytes and seconds
    datagrams_worker.py ping ADDRESS COUNT                prints round trips in milliseconds
    datagrams_worker.py blast ADDRESS MEGABITS SECONDS    sends IP packets of 1,200 bytes at that rate; prints how many

Each prints one line of JSON; `echo` and `count` print `"ready"` first.
"""

from __future__ import annotations

import json
import socket
import sys
import time

ECHO_PORT, COUNT_PORT = 9000, 9001
#: Of <asm-generic/socket.h>; the module socket does not name it.
SO_RCVBUFFORCE = 33
PACKET_BYTES = 1_200
#: What of it is the datagram's: without the headers of IPv4 and UDP.
PAYLOAD = bytes(PACKET_BYTES - 28)


def say(value: object) -> None:
    print(json.dumps(value), flush=True)


def bound(address: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
    made.bind((address, port))
    return made


def echo(address: str) -> None:
    receiver = bound(address, ECHO_PORT)
    say("ready")
    while True:
        data, source = receiver.recvfrom(2_048)
        receiver.sendto(data, source)


def count(address: str, seconds: float) -> None:
    receiver = bound(address, COUNT_PORT)
    memory = bytearray(2_048)
    say("ready")
    packets, begin, last = 1, 0.0, 0.0
    receiver.recv_into(memory)
    begin = last = time.monotonic()
    receiver.settimeout(1)
    try:
        while last < begin + seconds:
            receiver.recv_into(memory)
            last = time.monotonic()
            packets += 1
    except TimeoutError:
        pass
    say({"packets": packets, "seconds": last - begin})


def ping(address: str, number: float) -> None:
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.connect((address, ECHO_PORT))
    sender.settimeout(2)
    times = []
    for _ in range(int(number)):
        begin = time.monotonic()
        sender.send(PAYLOAD)
        sender.recv(2_048)
        times.append((time.monotonic() - begin) * 1e3)
    say(times)


def blast(address: str, megabits: float, seconds: float) -> None:
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
    sender.connect((address, COUNT_PORT))
    interval = PACKET_BYTES * 8 / (megabits * 1e6)
    begin = time.monotonic()
    sent = 0
    while (now := time.monotonic()) < begin + seconds:
        due = int((now - begin) / interval)
        while sent < due:
            sender.send(PAYLOAD)
            sent += 1
        time.sleep(0.0002)
    say({"packets": sent})


if __name__ == "__main__":
    kind, address, *numbers = sys.argv[1:]
    {"echo": echo, "count": count, "ping": ping, "blast": blast}[kind](address, *map(float, numbers))
