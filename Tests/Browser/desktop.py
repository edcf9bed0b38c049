"""Virtual X11 desktops with a window manager and a window of known colours."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The window's four quarters, as (name, red, green, blue); far apart, so that compression cannot confuse them.
QUARTERS = {
    "top left": (200, 30, 30),
    "top right": (30, 160, 40),
    "bottom left": (30, 60, 200),
    "bottom right": (230, 200, 30),
}

PATTERN_PAGE = """<!doctype html><title>pattern</title><style>
html, body {{ margin: 0; height: 100%; }}
body {{ display: grid; grid-template: 1fr 1fr / 1fr 1fr; }}
</style><div style="background: rgb{0}"></div><div style="background: rgb{1}"></div>
<div style="background: rgb{2}"></div><div style="background: rgb{3}"></div>"""


# Something on the screen changes with each picture that is captured.
MOVING_PAGE = """<!doctype html><title>moving</title><style>
body { margin: 0; background: #204060; } div { width: 160px; height: 100vh; background: #e0c040; }
</style><div></div><script>
const bar = document.querySelector('div');
(function move() {
    bar.style.transform = `translateX(${performance.now() / 2 % innerWidth}px)`;
    requestAnimationFrame(move);
})();
</script>"""


def moving_page(folder: Path) -> str:
    """Writes a page on which something always moves and returns its address."""
    page = folder / "moving.html"
    page.write_text(MOVING_PAGE)
    return page.as_uri()


def pattern_page(folder: Path) -> str:
    """Writes the page of the pattern window and returns its address."""
    page = folder / "pattern.html"
    page.write_text(PATTERN_PAGE.format(*QUARTERS.values()))
    return page.as_uri()


@contextmanager
def virtual_desktop(width: int = 1280, height: int = 800) -> Iterator[str]:
    """Starts Xvfb on a display that it chooses itself, and a window manager; yields the display's name."""
    for program in ("Xvfb", "openbox"):
        if shutil.which(program) is None:
            raise RuntimeError(f"{program} is not installed; make test-libraries installs it")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    manager = None
    try:
        with os.fdopen(read_end) as lines:
            number = lines.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        display = f":{number}"
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env={**os.environ, "DISPLAY": display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        yield display
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait(timeout=10)
