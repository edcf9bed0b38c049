"""`screen`: what showing a desktop costs, how soon a change is seen, and how sharp it is.

The sending side is the real child of `nearhand` and a real connection; the receiving side decodes without a window. A
program of the benchmark draws on an Xvfb and marks its pictures with a number, which the receiver reads in what it
decoded. Processor time is that of the sending processes alone: the connection's and the child's.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lab.link import LinkSpecification, link, loopback
from lab.worker import Message, Worker, WorkerFailure, introduce
from measure import screen_pages as pages
from measure import screen_quality as quality
from measure.peers import Stack
from measure.plan import Plan
from measure.screen_display import MARKS, Canvas, Display, display, read_mark, save

#: VP9 in 4:2:0, which every receiver has, and in 4:4:4.
CODECS = {"nearhand": "vp9", "nearhand-444": "vp9Profile1"}
CONNECT_TIMEOUT = 30.0
#: What the mode *standard* is measured at, in bits a second.
LINE = 20_000_000
FRAME = 1 / 30
#: The box that letters are typed into, and a letter's size.
TYPED = (440, 500)
LETTER = (9, 18)
CHANGED = (430, 400, 600, 200)
#: The structural similarity from which small print can be read: at 0.85 letters of 11 pixels are still told apart.
READABLE = 0.85


@dataclass
class Rig:
    """A running session: what is drawn, who shows it and who looks."""

    plan: Plan
    peer: str
    screen: Display
    canvas: Canvas
    sender: Worker
    viewer: Worker

    async def read(self, worker: Worker) -> Message:
        return (await worker.ask({"type": "readScreen"}, "readScreen"))["screen"]

    async def picture(self) -> pages.Pixels:
        """What the receiver sees."""
        with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
            answer = await self.viewer.ask({"type": "picture", "screen": {"file": file.name}}, "picture")
            shape = (answer["screen"]["height"], answer["screen"]["width"], 4)
            return np.fromfile(file.name, np.uint8).reshape(shape)

    def processor_seconds(self) -> float:
        """Of the sending node's processes so far."""
        found = [self.sender.process_id]
        for number in found:
            for task in Path(f"/proc/{number}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        # The processor clock of a whole process, also of threads that ended; what /proc/PID/stat tells of it are
        # ticks of 10 ms. See CPUCLOCK_SCHED in Linux' posix-timers_types.h.
        return sum(time.clock_gettime_ns(~number << 3 | 2) for number in found) * 1e-9

    def add(self, case: str, unit: str, value: float) -> None:
        if self.plan.wants(case):
            self.plan.results.add(case, self.peer, unit, value)
            print(f"{case:28} {self.peer:14} {value:9.2f} {unit}", flush=True)

    async def show(self, kind: str, seed: int) -> None:
        """Shows another page."""
        self.canvas.load(kind, pages.make(kind, seed))
        self.canvas.copy(kind, (0, 0), (pages.WIDTH, pages.HEIGHT), (0, 0))
        self.canvas.redraw_marks()
        self.canvas.mark()

    async def quiet(self, timeout: float = 10) -> None:
        """Waits until nothing is sent any more."""
        end = time.monotonic() + timeout
        await self.read(self.sender)
        while time.monotonic() < end:
            await asyncio.sleep(0.7)
            if not (await self.read(self.sender)).get("frameCount"):
                return


@dataclass(frozen=True)
class Motion:
    """Pictures that follow each other."""

    #: Left, top, width and height.
    box: tuple[int, int, int, int]
    draw: Callable[[int], None]
    original: Callable[[int], pages.Pixels]


async def measure(plan: Plan) -> None:
    program = plan.root / ".build/release/nearhand"
    codecs = {name: codec for name, codec in CODECS.items() if plan.peers is None or name in plan.peers}
    for stack in plan.stacks(("nearhand",)) if plan.peers is None else [_stack(plan)]:
        for _ in range(plan.count(3)):
            for peer, codec in codecs.items():
                case = "loopback"
                try:
                    with loopback() as namespace:
                        async with _session(plan, stack, peer, program, codec, (namespace, namespace)) as rig:
                            await _loopback(rig)
                    case = "link"
                    if peer == "nearhand":
                        await _links(plan, stack, program, codec)
                except (WorkerFailure, TimeoutError) as error:
                    plan.results.fail(case, peer, error)


def _stack(plan: Plan) -> Stack:
    executable = Path(os.environ.get("NEARHAND_PEER", plan.root / ".build/release/nearhand-peer"))
    return Stack("nearhand", [str(executable)])


@asynccontextmanager
async def _session(
    plan: Plan, stack: Stack, peer: str, program: Path, codec: str, places: tuple[str, str],
    rate: int = LINE, mode: str = "standard",
) -> AsyncIterator[Rig]:
    """A desktop that is shown, until its first page is there."""
    workers: list[Worker] = []
    with display() as screen:
        canvas = Canvas(screen)
        try:
            canvas.load("grey", pages.make("grey", 1))
            canvas.copy("grey", (0, 0), (pages.WIDTH, pages.HEIGHT), (0, 0))
            canvas.redraw_marks()
            words = ["env", f"DISPLAY={screen.name}", *stack.words]
            for namespace, line in ((places[0], words), (places[1], stack.words)):
                workers.append(await Worker.start(peer, namespace, line, None, plan.errors))
            sender, viewer = workers
            introduce(sender, viewer)
            start: Message = {"type": "start", "scenario": "screen", "includesLoopback": places[0] == places[1]}
            shown = {"program": str(program), "codec": codec, "mode": mode, "maximumBitsPerSecond": rate}
            viewer.send({**start, "role": "answerer", "screen": {"marks": MARKS}})
            sender.send({**start, "role": "offerer", "screen": shown})
            await sender.wait_for("open", CONNECT_TIMEOUT)
            yield Rig(plan, peer, screen, canvas, sender, viewer)
        finally:
            await asyncio.gather(*(worker.close() for worker in workers))
            canvas.close()


async def _loopback(rig: Rig) -> None:
    plan = rig.plan
    await _climb(rig)
    await _idle(rig, 3 if plan.short else 10)
    await _typing(rig, 3 if plan.short else 10)
    await _scroll(rig, 3 if plan.short else 8)
    await _film(rig, 3 if plan.short else 6)
    await _changes(rig, 10 if plan.short else 40)
    await _rest(rig)


async def _climb(rig: Rig) -> None:
    """Moves the picture until the estimate has found the line's width."""
    rig.canvas.load("long", pages.make("grey", 2, pages.LONG))
    for step in range(600):
        rig.canvas.copy("long", (0, step * 5 % 2_000), (pages.WIDTH, 1_000), (0, 0))
        rig.canvas.mark()
        await asyncio.sleep(FRAME)
        if step % 30 == 29 and ((await rig.read(rig.sender)).get("bitsPerSecond") or 0) >= LINE:
            break
    told = (await rig.read(rig.sender)).get("bitsPerSecond") or 0
    print(f"the line is taken for {told / 1e6:.1f} Mbit/s", flush=True)


async def _idle(rig: Rig, seconds: float) -> None:
    await rig.show("grey", 3)
    await rig.quiet()
    await rig.read(rig.sender)
    before = rig.processor_seconds()
    await asyncio.sleep(seconds)
    spent = rig.processor_seconds() - before
    figures = await rig.read(rig.sender)
    rig.add("idle-frames", "frames", figures.get("frameCount") or 0)
    rig.add("idle-kbit", "kbit/s", (figures.get("byteCount") or 0) * 8e-3 / seconds)
    rig.add("idle-cpu-percent", "%", 100 * spent / seconds)


async def _typing(rig: Rig, seconds: float) -> None:
    """Ten letters a second into a line of a page."""
    await rig.show("grey", 4)
    await rig.quiet()
    await rig.read(rig.sender)
    before = rig.processor_seconds()
    count = int(seconds * 10)
    for step in range(count):
        line, column = divmod(step, 90)
        source = (430 + column * LETTER[0], 60 + line * LETTER[1])
        rig.canvas.copy("grey", source, LETTER, (TYPED[0] + column * LETTER[0], TYPED[1] + line * LETTER[1]))
        rig.canvas.sync()
        await asyncio.sleep(0.1)
    spent = rig.processor_seconds() - before
    figures = await rig.read(rig.sender)
    frames = figures.get("frameCount") or 0
    rig.add("typing-frames", "frames/s", frames / seconds)
    if frames:
        rig.add("typing-cpu-ms", "ms", 1e3 * spent / frames)
    rig.add("typing-kbit", "kbit/s", (figures.get("byteCount") or 0) * 8e-3 / seconds)


async def _motion(rig: Rig, name: str, seconds: float, motion: Motion) -> None:
    """Thirty pictures a second; how old each is when it is seen, and how like it is to what was drawn with its mark."""
    await rig.quiet(3)
    await rig.read(rig.sender)
    await rig.read(rig.viewer)
    drawn: dict[int, int] = {}
    before, begin = rig.processor_seconds(), time.monotonic()
    likeness: list[float] = []
    for step in range(int(seconds / FRAME)):
        motion.draw(step)
        number, instant = rig.canvas.mark()
        drawn[number] = instant
        await asyncio.sleep(max(0.0, begin + (step + 1) * FRAME - time.monotonic()))
    spent, lasted = rig.processor_seconds() - before, time.monotonic() - begin
    sent = await rig.read(rig.sender)
    await asyncio.sleep(0.3)
    seen = await rig.read(rig.viewer)
    frames = sent.get("frameCount") or 0
    ages = [(at - drawn[number]) / 1e6 for number, at in seen.get("seen") or [] if number in drawn]
    rig.add(f"{name}-fps", "frames/s", len(ages) / lasted)
    if frames:
        rig.add(f"{name}-cpu-ms", "ms", 1e3 * spent / frames)
    rig.add(f"{name}-cores", "cores", spent / lasted)
    rig.add(f"{name}-kbit", "kbit/s", (sent.get("byteCount") or 0) * 8e-3 / lasted)
    if ages:
        rig.add(f"{name}-median-ms", "ms", statistics.median(ages))
        rig.add(f"{name}-oldest-ms", "ms", max(ages))
    if likeness := [value for value in [await _likeness(rig, motion) for _ in range(3)] if value is not None]:
        rig.add(f"{name}-ssim", "", statistics.median(likeness))


async def _likeness(rig: Rig, motion: Motion) -> float | None:
    """Of a picture in the middle of the motion."""
    steps: dict[int, int] = {}
    for step in range(20):
        motion.draw(step)
        steps[rig.canvas.mark()[0]] = step
        await asyncio.sleep(FRAME)
    received = await rig.picture()
    step = steps.get(read_mark(received)) if received.shape[0] == pages.HEIGHT else None
    if step is None:
        return None
    left, top, width, height = motion.box
    part = received[top : top + height, left : left + width]
    return quality.ssim(quality.luma(motion.original(step)), quality.luma(part))


async def _scroll(rig: Rig, seconds: float) -> None:
    page = pages.make("grey", 5, pages.LONG)
    rig.canvas.load("long", page)
    left, top, width, height = box = (320, 40, 1_600, 960)

    def row(step: int) -> int:
        return 40 + step * 12 % 2_000

    await _motion(
        rig,
        "scroll",
        seconds,
        Motion(
            box,
            lambda step: rig.canvas.copy("long", (left, row(step)), (width, height), (left, top)),
            lambda step: page[row(step) : row(step) + height, left : left + width],
        ),
    )


async def _film(rig: Rig, seconds: float) -> None:
    left, top, width, height = box = (400, 200, 960, 540)
    films = [pages.film(number, width, height) for number in range(30)]
    for number, film in enumerate(films):
        rig.canvas.load(f"film{number}", film)
    await _motion(
        rig,
        "video",
        seconds,
        Motion(
            box,
            lambda step: rig.canvas.copy(f"film{step % 30}", (0, 0), (width, height), (left, top)),
            lambda step: films[step % 30],
        ),
    )


async def _changes(rig: Rig, count: int) -> None:
    """A dialog's worth of text changes, a few times a second: how soon it is decoded."""
    await rig.show("grey", 6)
    await rig.quiet()
    rig.canvas.load("other", pages.make("grey", 7))
    await rig.read(rig.viewer)
    drawn: dict[int, int] = {}
    x, y, width, height = CHANGED
    for step in range(count):
        rig.canvas.copy("other" if step % 2 == 0 else "grey", (x, y), (width, height), (x, y))
        number, instant = rig.canvas.mark()
        drawn[number] = instant
        await asyncio.sleep(0.25 + 0.013 * (step % 7))
    seen = (await rig.read(rig.viewer)).get("seen") or []
    delays = sorted((at - drawn[number]) / 1e6 for number, at in seen if number in drawn)
    if not delays:
        rig.plan.results.fail("change-to-picture", rig.peer, "no change was seen")
        return
    rig.add("change-to-picture-median-ms", "ms", statistics.median(delays))
    rig.add("change-to-picture-p95-ms", "ms", delays[min(len(delays) - 1, int(0.95 * len(delays)))])


async def _rest(rig: Rig) -> None:
    """Half a second after another page came."""
    is_full = CODECS[rig.peer] == "vp9Profile1"
    worst = quality.EXACT
    for seed, kind in enumerate(pages.KINDS):
        rig.canvas.load(kind, pages.make(kind, 20 + seed))
        await rig.quiet()
        rig.canvas.copy(kind, (0, 0), (pages.WIDTH, 1_040), (0, 0))
        rig.canvas.sync()
        begin = time.monotonic()
        await asyncio.sleep(max(0.0, begin + 0.5 - time.monotonic()))
        received = await rig.picture()
        original = rig.screen.picture()
        _keep(rig, f"rest-{kind}", original, received)
        if received.shape != original.shape:
            rig.plan.results.fail("rest-psnr-db", rig.peer, f"the picture has the size {received.shape[1::-1]}")
            continue
        if is_full:
            value = quality.psnr(original[..., :3], received[..., :3])
        else:
            value = quality.psnr(quality.luma(original), quality.luma(received))
        rig.add(f"rest-psnr-db-{kind}", "dB", value)
        rig.add(f"rest-ssim-{kind}", "", quality.ssim(quality.luma(original), quality.luma(received)))
        worst = min(worst, value)
    rig.add("rest-psnr-db", "dB", worst)


def _keep(rig: Rig, name: str, original: pages.Pixels, received: pages.Pixels) -> None:
    """For a person who looks, where `SCREEN_PICTURES` names a folder."""
    if folder := os.environ.get("SCREEN_PICTURES"):
        save(original, Path(folder) / f"{name}-original.png")
        save(received, Path(folder) / f"{name}-{rig.peer}.png")


async def _links(plan: Plan, stack: Stack, program: Path, codec: str) -> None:
    """Lines on which a person still has to read: a poor one, and a very narrow one."""
    for name, specification in (
        ("10%-100ms-500k", LinkSpecification(100, 10, 0.5, 200)),
        ("1%-100ms-150k", LinkSpecification(100, 1, 0.15, 400)),
    ):
        if not plan.wants(f"{name}-readable-s"):
            continue
        with link(plan.link_program, plan.emulator, plan.seed) as (made, places):
            made.configure(specification)
            async with _session(plan, stack, "nearhand", program, codec, places, 4_000_000) as rig:
                await _readable(rig, name)


async def _readable(rig: Rig, name: str) -> None:
    """How long a changed paragraph takes until it can be read, and whether there is always a picture."""
    begin = time.monotonic()
    while not (await rig.read(rig.viewer)).get("frameCount"):
        if time.monotonic() - begin > 20:
            rig.plan.results.fail(name, rig.peer, "no picture within 20 s")
            return
        await asyncio.sleep(0.1)
    rig.add(f"{name}-first-picture-s", "s", time.monotonic() - begin)
    await rig.quiet(40 if not rig.plan.short else 15)
    rig.canvas.load("other", pages.make("grey", 31))
    x, y, width, height = CHANGED
    part = (slice(y, y + height), slice(x, x + width))
    times: list[float] = []
    for step in range(2 if rig.plan.short else 6):
        rig.canvas.copy("other" if step % 2 == 0 else "grey", (x, y), (width, height), (x, y))
        rig.canvas.sync()
        begin = time.monotonic()
        original = quality.luma(rig.screen.picture()[part])
        while time.monotonic() - begin < 15:
            received = await rig.picture()
            if received.shape[0] == pages.HEIGHT and READABLE <= quality.ssim(original, quality.luma(received[part])):
                break
            await asyncio.sleep(0.05)
        times.append(time.monotonic() - begin)
        received = await rig.picture()
        _keep(rig, f"{name}-{step}", rig.screen.picture(), received)
        if received.std() < 5:
            rig.plan.results.fail(name, rig.peer, "the picture is blank")
        await asyncio.sleep(1.5)
    rig.add(f"{name}-readable-s", "s", statistics.median(times))
    rig.add(f"{name}-readable-most-s", "s", max(times))

