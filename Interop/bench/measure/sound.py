"""`sound`: what is left of a voice on a bad line, how late it comes, and how much of an echo comes back.

Speech is played before the microphone of one process and recorded behind the loudspeaker of the other: null sinks of a
PulseAudio of the benchmark's own, with the emulated link between the two processes.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy

from lab.link import ADDRESSES, Link, LinkSpecification, TunLink, link
from lab.namespaces import Unavailable
from lab.worker import Worker, WorkerFailure, introduce
from measure import sound_rig
from measure.pair import CONNECT_TIMEOUT, Pair, Places
from measure.peers import Stack
from measure.plan import Plan
from measure.sound_rig import RATE, SCORE_RATE, Match, SoundServer, Speech, match, resample

ROUND_TRIP = 60.0
LOSSES = {f"loss-{loss}%": loss for loss in (0, 5, 10, 20)}
MOUTH_TO_EAR = "mouth-to-ear-ms"
JITTER = "jitter-40ms-conceal-percent"
ECHO = "echo-reduction-db"
PEERS = ("nearhand", "libwebrtc")

#: While the loss is reported and answered to, in seconds.
WARM_UP = 6.0
#: The echo's way from loudspeaker to microphone: milliseconds, and the share of the amplitude that is left.
ECHO_DELAY = 60
ECHO_SHARE = 0.25


async def measure(plan: Plan) -> None:
    with sound_rig.sound_server() as server, link(plan.link_program, plan.emulator, plan.seed) as (emulated, ends):
        places = Places(*ends, cores=(None, None), errors=plan.errors)
        warm_up = 2.0 if plan.short else WARM_UP
        speech = sound_rig.make_speech(server.folder, warm_up)
        if plan.short:
            speech = Speech(speech.warm_up, speech.passages[:1])
        stacks = [_calling(stack) for stack in plan.stacks(PEERS)]
        for case, loss in LOSSES.items():
            if plan.wants(case) and (plan.cases is not None or not plan.short or loss == 10):
                for stack in plan.alternate(stacks, plan.count(2)):
                    await _lossy(plan, case, loss, stack, server, speech, emulated, places)
        if plan.wants(MOUTH_TO_EAR) and (plan.cases is not None or not plan.short):
            for stack in plan.alternate(stacks, plan.count(2)):
                await _mouth_to_ear(plan, stack, server, speech, emulated, places)
        if plan.wants(JITTER) and isinstance(emulated, TunLink) and (plan.cases is not None or not plan.short):
            for stack in plan.alternate(stacks, plan.count(2)):
                await _jitter(plan, stack, server, speech, emulated, places)
        if plan.wants(ECHO):
            for stack in stacks:
                if stack.name == "nearhand":
                    for _ in range(plan.count(1)):
                        await _echo(plan, stack, server, speech, emulated, places)


def _calling(stack: Stack) -> Stack:
    """The process of a stack that makes calls."""
    words = [word.replace("libwebrtc_worker", "libwebrtc_voice_worker") for word in stack.words]
    return Stack(stack.name, [*sound_rig.URGENT, *words])


@asynccontextmanager
async def _call(
    stack: Stack, server: SoundServer, places: Places, is_processed: bool = False
) -> AsyncIterator[Pair]:
    """Two processes in a call. The left one has `m1` and `l1`, and takes echo and noise out where that is asked for."""
    workers: list[Worker] = []
    try:
        for number, namespace in ((2, places.right), (1, places.left)):
            workers.append(await Worker.start(stack.name, namespace, stack.words, None, places.errors))
        right, left = workers
        introduce(left, right)
        for worker, role, number in ((right, "answerer", 2), (left, "offerer", 1)):
            devices = {
                "server": server.address,
                "microphone": f"m{number}",
                "loudspeaker": f"l{number}",
                "isProcessed": is_processed and number == 1,
            }
            start = {"type": "start", "scenario": "voice", "role": role, "address": ADDRESSES[1], "devices": devices}
            worker.send({**start, "includesLoopback": False})
        for worker in (left, right):
            await worker.wait_for("open", CONNECT_TIMEOUT)
        yield Pair(left, right)
    finally:
        await asyncio.gather(*(worker.close() for worker in workers))


async def _say(server: SoundServer, speech: Speech) -> list[Match]:
    """Speaks on the left and listens on the right."""
    # The same way out of PulseAudio for both, so that it cancels.
    with server.listening("air.m1.monitor") as said, server.listening("l2.monitor") as heard:
        await server.say(speech.samples, "air.m1")
        # What is still on its way.
        await asyncio.sleep(1)
    return [match(passage, said, heard) for passage in speech.passages]


def _score(matches: list[Match]) -> float:
    """PESQ of the passages on the average: 1 (bad) to 4.64."""
    try:
        from pesq import pesq
    except ImportError:
        raise Unavailable("the Python package pesq is not installed: run `make venv`") from None
    scores = []
    for found in matches:
        said, heard = (
            resample(samples, RATE, SCORE_RATE).astype("int16") for samples in (found.said, found.heard)
        )
        scores.append(pesq(SCORE_RATE, said, heard, "wb"))
    return statistics.fmean(scores)


async def _lossy(
    plan: Plan, case: str, loss: int, stack: Stack, server: SoundServer, speech: Speech, emulated: Link, places: Places
) -> None:
    emulated.configure(LinkSpecification(round_trip=ROUND_TRIP, loss=loss))
    try:
        async with _call(stack, server, places) as pair:
            matches = await _say(server, speech)
            concealed = _concealed(await pair.answerer.figures())
        score = _score(matches)
    except (WorkerFailure, ValueError) as error:
        plan.results.fail(case, stack.name, error)
        return
    plan.results.add(case, stack.name, "PESQ", score)
    print(f"{case}  {stack.name:10} PESQ {score:.2f}, {concealed:.1f} % concealed", flush=True)


def _concealed(figures: dict[str, int], before: dict[str, int] | None = None) -> float:
    """The share of the samples that were made up, in per cent."""
    before = before or {}
    total, made_up = (
        figures[key] - before.get(key, 0) for key in ("totalSamplesReceived", "concealedSamples")
    )
    return 100 * made_up / max(1, total)


async def _mouth_to_ear(
    plan: Plan, stack: Stack, server: SoundServer, speech: Speech, emulated: Link, places: Places
) -> None:
    emulated.configure(LinkSpecification(round_trip=0))
    try:
        async with _call(stack, server, places):
            matches = await _say(server, speech)
    except WorkerFailure as error:
        plan.results.fail(MOUTH_TO_EAR, stack.name, error)
        return
    delay = statistics.median(1e3 * found.delay for found in matches)
    plan.results.add(MOUTH_TO_EAR, stack.name, "ms", delay)
    print(f"{MOUTH_TO_EAR}  {stack.name:10} {delay:.0f} ms", flush=True)


async def _jitter(
    plan: Plan, stack: Stack, server: SoundServer, speech: Speech, emulated: TunLink, places: Places
) -> None:
    emulated.configure(LinkSpecification(round_trip=ROUND_TRIP))
    emulated.tell("both jitter=40ms")
    try:
        async with _call(stack, server, places) as pair:
            await server.say(speech.warm_up, "air.m1")
            before = await pair.answerer.figures()
            await server.say(speech.samples, "air.m1")
            concealed = _concealed(await pair.answerer.figures(), before)
    except WorkerFailure as error:
        plan.results.fail(JITTER, stack.name, error)
        return
    plan.results.add(JITTER, stack.name, "%", concealed)
    print(f"{JITTER}  {stack.name:10} {concealed:.2f} %", flush=True)


async def _echo(
    plan: Plan, stack: Stack, server: SoundServer, speech: Speech, emulated: Link, places: Places
) -> None:
    """How much less the far end hears of itself when the near end takes the echo out, and still hears the near end."""
    emulated.configure(LinkSpecification(round_trip=ROUND_TRIP))
    module = server.order(
        "load-module", "module-loopback", "source=l1.monitor", "sink=air.m1", f"latency_msec={ECHO_DELAY}"
    )
    try:
        _attenuate(server, module)
        levels = []
        for is_processed in (False, True):
            async with _call(stack, server, places, is_processed):
                with server.listening("l2.monitor") as heard:
                    await server.say(speech.samples, "air.m2")
                with server.listening("l2.monitor") as near:
                    await server.say(speech.passages[0], "air.m1")
            # The first seconds are the canceller's to find the echo.
            levels.append(_decibels(heard.samples[len(speech.warm_up) :]))
            if _decibels(near.samples) < levels[0]:
                raise WorkerFailure("the near end is taken out too")
    except WorkerFailure as error:
        plan.results.fail(ECHO, stack.name, error)
        return
    finally:
        server.order("unload-module", module)
    plan.results.add(ECHO, stack.name, "dB", levels[0] - levels[1])
    print(f"{ECHO}  {stack.name:10} {levels[0]:.0f} dB of echo, {levels[1]:.0f} dB with it taken out", flush=True)


def _decibels(samples: numpy.ndarray) -> float:
    """Above one step of 16 bits; a silence is 0."""
    return float(10 * numpy.log10(numpy.mean(samples**2) + 1))


def _attenuate(server: SoundServer, module: str) -> None:
    """Makes the way from loudspeaker to microphone quieter."""
    for block in server.order("list", "sink-inputs").split("Sink Input #")[1:]:
        if f"Owner Module: {module}\n" in block:
            # PulseAudio's volumes are cubic.
            volume = round(65_536 * ECHO_SHARE ** (1 / 3))
            server.order("set-sink-input-volume", block.split("\n", 1)[0].strip(), str(volume))
            return
    raise Unavailable("PulseAudio's loopback has no stream")
