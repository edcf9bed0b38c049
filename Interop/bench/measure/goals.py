"""What the figures should be."""

from __future__ import annotations

from dataclasses import dataclass

from measure.results import Results

OURS = "nearhand"


@dataclass(frozen=True)
class Goal:
    """A bound for the median of ours: a plain one, or one that counts from a peer's median of the same run."""

    case: str
    text: str
    at_least: float | None = None
    at_most: float | None = None
    #: The bound is multiplied by this peer's median …
    times: str | None = None
    #: … or added to it.
    over: str | None = None
    #: Whose median it is.
    peer: str = OURS

    def judge(self, results: Results) -> str | None:
        """`met`, `not met`, or `None` when the run has not measured what it needs."""
        ours = results.figure(self.case, self.peer)
        other = self.times or self.over
        theirs = results.figure(self.case, other) if other is not None else None
        if ours is None or (other is not None and theirs is None):
            return None

        def bound(value: float) -> float:
            if theirs is None:
                return value
            return value * theirs.median if self.times is not None else value + theirs.median

        is_met = (self.at_least is None or ours.median >= bound(self.at_least)) and (
            self.at_most is None or ours.median <= bound(self.at_most)
        )
        return "met" if is_met else "not met"


THIRD = 1 / 3

GOALS = [
    Goal("loopback-64k", "at least 3 × libwebrtc", at_least=3, times="libwebrtc"),
    Goal("loopback-64k", "at least 4 × libdatachannel", at_least=4, times="libdatachannel"),
    Goal("50ms-1%-100M", "at least 0.9 × TCP with BBR", at_least=0.9, times="tcp-bbr"),
    Goal("50ms-1%-100M", "at least 70 Mbit/s", at_least=70),
    Goal("100ms-1%-100M", "at least 0.9 × TCP with BBR", at_least=0.9, times="tcp-bbr"),
    Goal("100ms-1%-100M", "at least 65 Mbit/s", at_least=65),
    Goal("50ms-0%-100M", "at least 88 Mbit/s", at_least=88),
    Goal("50ms-0%-100M-queue", "standing queue at most 25 ms", at_most=25),
    Goal("20M-50ms-fair-nearhand", "each of two of ours gets at least a third", at_least=THIRD),
    Goal("20M-50ms-fair-tcp-cubic", "ours and TCP get at least a third each", at_least=THIRD),
    Goal("p99-over-idle", "at most 1.5 × the idle round trip", at_most=1.5),
    Goal("drop-queue-settled-s", "at most 1.5 s", at_most=1.5),
    Goal("drop-queue-settled-s", "no longer than libwebrtc", at_most=1, times="libwebrtc"),
    Goal("recover-80%-s", "at most 8 s", at_most=8),
    Goal("recover-80%-s", "no longer than libwebrtc", at_most=1, times="libwebrtc"),
    Goal("100ms-0%", "at most 280 ms", at_most=280),
    Goal("100ms-0%-libwebrtc-peer", "at most 15 ms over libwebrtc with itself", at_most=15, over="libwebrtc"),
    Goal("100ms-10%-p95", "at most 1,000 ms", at_most=1_000),
    Goal("100ms-10%-most", "none over 4 s", at_most=4_000),
    Goal("loss-10%", "no worse than libwebrtc", at_least=1, times="libwebrtc"),
    Goal("mouth-to-ear-ms", "at most 150 ms", at_most=150),
    Goal("jitter-40ms-conceal-percent", "at most 1 %", at_most=1),
    Goal("echo-reduction-db", "at least 25 dB", at_least=25),
    Goal("1000-cycles-memory", "no growth: less than one idle connection may hold", at_most=256),
    Goal("1000-cycles-descriptors", "no growth", at_most=0),
    Goal("1000-cycles-threads", "no growth", at_most=0),
    Goal("idle-connection", "at most 256 KiB", at_most=256),
    Goal("emulator-carried", "at least 200 Mbit/s in packets of 1,200 bytes", at_least=200),
    Goal("emulator-round-trip-error", "less than 1 ms", at_most=1),
    Goal("idle-frames", "none", at_most=0),
    Goal("idle-kbit", "at most 20 kbit/s", at_most=20),
    Goal("idle-cpu-percent", "at most 1 % of a core", at_most=1),
    Goal("typing-cpu-ms", "at most 5 ms a frame", at_most=5),
    Goal("typing-kbit", "at most 150 kbit/s", at_most=150),
    Goal("scroll-cores", "at most 1 core", at_most=1),
    Goal("scroll-oldest-ms", "no frame older than 150 ms", at_most=150),
    Goal("change-to-picture-median-ms", "at most 40 ms", at_most=40),
    Goal("change-to-picture-p95-ms", "at most 70 ms", at_most=70),
    Goal("rest-psnr-db", "at least 45 dB half a second after a change", at_least=45),
    Goal("rest-psnr-db", "at least 45 dB in red, green and blue", at_least=45, peer="nearhand-444"),
    Goal("10%-100ms-500k-readable-s", "at most 2 s", at_most=2),
]


def report(results: Results) -> str:
    """One line for each goal that the run's figures can be held to."""
    lines = []
    for goal in GOALS:
        verdict = goal.judge(results)
        ours = results.figure(goal.case, goal.peer)
        if verdict is not None and ours is not None:
            lines.append(f"{verdict:8} {goal.case}: {goal.text}; {ours.median:.4g} {ours.unit}")
    return "\n".join(lines)
