"""An X server without a screen, a window manager, and a program that draws what people look at."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageGrab

from lab.namespaces import require
from measure.screen_pages import HEIGHT, WIDTH, Pixels

#: The marks: squares of this many pixels in the lowest rows that macroblocks fill, the lowest bit on the left.
MARK_SIDE, MARK_COUNT = 16, 16
MARK_X, MARK_Y = 0, 1040
MARKS = {"x": MARK_X, "y": MARK_Y, "side": MARK_SIDE, "count": MARK_COUNT, "screenWidth": WIDTH}


@dataclass
class Display:
    """A running X server."""

    name: str
    processes: list[subprocess.Popen] = field(default_factory=list)

    def picture(self) -> Pixels:
        """What the screen shows, without the pointer."""
        shot = np.asarray(ImageGrab.grab(xdisplay=self.name).convert("RGB"))
        pixels = np.full((*shot.shape[:2], 4), 255, np.uint8)
        pixels[..., :3] = shot[..., ::-1]
        return pixels


@contextmanager
def display() -> Iterator[Display]:
    """Xvfb with openbox, on a number that is free."""
    require(("Xvfb", "xvfb"), ("openbox", "openbox"))
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    os.close(writer)
    with os.fdopen(reader) as file:
        number = file.readline().strip()
    if not number:
        raise RuntimeError(f"Xvfb ended with status {server.wait()}")
    made = Display(f":{number}", [server])
    try:
        made.processes.append(
            subprocess.Popen(
                ["openbox"], env={**os.environ, "DISPLAY": made.name}, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )
        )
        time.sleep(1)
        yield made
    finally:
        for process in reversed(made.processes):
            process.terminate()
            process.wait()


class Canvas:
    """A window over the whole screen, drawn by Xlib; what is drawn is on the screen when a call returns."""

    def __init__(self, screen: Display):
        self._x = x = ctypes.CDLL("libX11.so.6")
        pointer, number, word = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
        for name, result, arguments in (
            ("XOpenDisplay", pointer, [ctypes.c_char_p]),
            ("XDefaultRootWindow", word, [pointer]),
            ("XCreateSimpleWindow", word, [pointer, word] + [number] * 5 + [word] * 2),
            ("XMapRaised", number, [pointer, word]),
            ("XCreateGC", pointer, [pointer, word, word, pointer]),
            ("XSetForeground", number, [pointer, pointer, word]),
            ("XFillRectangle", number, [pointer, word, pointer] + [number] * 4),
            ("XCreatePixmap", word, [pointer, word, number, number, number]),
            ("XFreePixmap", number, [pointer, word]),
            ("XCopyArea", number, [pointer, word, word, pointer] + [number] * 6),
            ("XCreateImage", pointer, [pointer, pointer, number, number, number, pointer] + [number] * 4),
            ("XDefaultVisual", pointer, [pointer, number]),
            ("XPutImage", number, [pointer, word, pointer, pointer] + [number] * 6),
            ("XFree", number, [pointer]),
            ("XSync", number, [pointer, number]),
            ("XStoreName", number, [pointer, word, ctypes.c_char_p]),
            ("XWarpPointer", number, [pointer, word, word] + [number] * 6),
            ("XCloseDisplay", number, [pointer]),
        ):
            function = getattr(x, name)
            function.restype, function.argtypes = result, arguments
        self._display = x.XOpenDisplay(screen.name.encode())
        if not self._display:
            raise RuntimeError(f"the X server {screen.name} takes nobody in")
        root = x.XDefaultRootWindow(self._display)
        self._window = x.XCreateSimpleWindow(self._display, root, 0, 0, WIDTH, HEIGHT, 0, 0, 0xFFFFFF)
        self._override_redirect()
        self._context = x.XCreateGC(self._display, self._window, 0, None)
        x.XMapRaised(self._display, self._window)
        x.XWarpPointer(self._display, 0, root, 0, 0, 0, 0, WIDTH - 2, HEIGHT - 2)
        self._pages: dict[str, int] = {}
        self._mark = 0
        self.sync()

    def sync(self) -> None:
        self._x.XSync(self._display, 0)

    def load(self, name: str, pixels: Pixels) -> None:
        """Keeps a picture at the server."""
        height, width = pixels.shape[:2]
        if name in self._pages:
            self._x.XFreePixmap(self._display, self._pages[name])
        pixmap = self._x.XCreatePixmap(self._display, self._window, width, height, 24)
        for top in range(0, height, 256):
            self._put(pixmap, np.ascontiguousarray(pixels[top : top + 256]), 0, top)
        self._pages[name] = pixmap
        self.sync()

    def copy(self, name: str, source: tuple[int, int], size: tuple[int, int], target: tuple[int, int]) -> None:
        """Copies a part of a kept picture into the window, as programs do when they scroll and type."""
        self._x.XCopyArea(self._display, self._pages[name], self._window, self._context, *source, *size, *target)

    def put(self, pixels: Pixels, x: int, y: int) -> None:
        """Draws pixels that the server does not have."""
        self._put(self._window, np.ascontiguousarray(pixels), x, y)

    def mark(self) -> tuple[int, int]:
        """Shows the next number in the marks; gives it, and when it was on the screen by CLOCK_MONOTONIC, in ns.

        By Gray code one square changes each time, so that marks are a small part of what is measured.
        """
        number = (self._mark + 1) % (1 << MARK_COUNT)
        before, after = self._mark ^ self._mark >> 1, number ^ number >> 1
        self._mark = number
        for bit in range(MARK_COUNT):
            if (before ^ after) >> bit & 1:
                self._square(bit, bool(after >> bit & 1))
        self.sync()
        return number, time.monotonic_ns()

    def redraw_marks(self) -> None:
        """Draws all marks again, over a page that has covered them."""
        for bit in range(MARK_COUNT):
            self._square(bit, bool((self._mark ^ self._mark >> 1) >> bit & 1))
        self.sync()

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

    def _square(self, bit: int, is_white: bool) -> None:
        self._x.XSetForeground(self._display, self._context, 0xFFFFFF if is_white else 0)
        self._x.XFillRectangle(
            self._display, self._window, self._context, MARK_X + bit * MARK_SIDE, MARK_Y, MARK_SIDE, MARK_SIDE
        )

    def _put(self, drawable: int, pixels: Pixels, x: int, y: int) -> None:
        height, width = pixels.shape[:2]
        visual = self._x.XDefaultVisual(self._display, 0)
        image = self._x.XCreateImage(
            self._display, visual, 24, 2, 0, pixels.ctypes.data_as(ctypes.c_void_p), width, height, 32, width * 4
        )
        self._x.XPutImage(self._display, drawable, self._context, image, 0, 0, x, y, width, height)
        # The pixels are numpy's; the structure alone is Xlib's.
        self._x.XFree(image)

    def _override_redirect(self) -> None:
        """No frame and no place of the window manager's: the window covers the screen."""

        class Attributes(ctypes.Structure):
            _fields_ = [
                ("background_pixmap", ctypes.c_ulong), ("background_pixel", ctypes.c_ulong),
                ("border_pixmap", ctypes.c_ulong), ("border_pixel", ctypes.c_ulong),
                ("bit_gravity", ctypes.c_int), ("win_gravity", ctypes.c_int), ("backing_store", ctypes.c_int),
                ("backing_planes", ctypes.c_ulong), ("backing_pixel", ctypes.c_ulong), ("save_under", ctypes.c_int),
                ("event_mask", ctypes.c_long), ("do_not_propagate_mask", ctypes.c_long),
                ("override_redirect", ctypes.c_int), ("colormap", ctypes.c_ulong), ("cursor", ctypes.c_ulong),
            ]

        attributes = Attributes(override_redirect=1)
        self._x.XChangeWindowAttributes.argtypes = [
            ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.POINTER(Attributes),
        ]
        # CWOverrideRedirect is bit 9.
        self._x.XChangeWindowAttributes(self._display, self._window, 1 << 9, ctypes.byref(attributes))


def read_mark(pixels: Pixels) -> int:
    """The number that the marks of a picture show."""
    row = pixels[MARK_Y + MARK_SIDE // 2, MARK_X + MARK_SIDE // 2 :: MARK_SIDE, 1][:MARK_COUNT]
    gray = number = sum(1 << bit for bit, value in enumerate(row) if value > 127)
    while gray:
        gray >>= 1
        number ^= gray
    return number


def save(pixels: Pixels, path: Path) -> None:
    """Writes a picture for a person to look at."""
    Image.fromarray(pixels[..., [2, 1, 0]]).save(path)
