"""Pages of text as desktops show them: grey, in colours, and with subpixel smoothing."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageDraw, ImageFont

KINDS = ("grey", "colour", "subpixel")
WIDTH, HEIGHT = 1920, 1080
#: Rows of a page that is scrolled.
LONG = 3 * HEIGHT
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
#: Pixels of a line's height beyond the letters' size.
LEADING = 6
WORDS = (
    "the customer reads small print while the host looks for a setting in dialog system network update window page "
    "file edit view history bookmarks tools help address error 0x8007 driver device manager panel option value key "
    "name type data binary string default path C:\\Windows\\System32 /etc/fstab configuration"
).split()

Pixels = np.ndarray
"""Rows of blue, green, red and 255, one byte each."""


def make(kind: str, seed: int, height: int = HEIGHT) -> Pixels:
    """A window's side bar and its document: a heading and paragraphs of small print in a column."""
    source = random.Random(seed)
    # Subpixel smoothing draws with three times the columns, of which each colour gets its own.
    columns = 3 if kind == "subpixel" else 1
    image = Image.new("L" if kind == "subpixel" else "RGB", (WIDTH * columns, height), "white")
    _side_bar(image, source, columns, kind)
    y = 40
    while y < height - 40:
        size = source.choice((11, 12, 12, 13, 14)) if source.random() < 0.9 else 22
        for _ in range(1 if size == 22 else source.randrange(3, 9)):
            if y < height - 40:
                _line(image, source, 420, y, size, 860, columns, kind)
            y += size + LEADING
        y += 14
    return _pixels(image, kind)


def _side_bar(image: Image.Image, source: random.Random, columns: int, kind: str) -> None:
    ground = "#f0f0f0" if kind != "colour" else "#e4ecf7"
    ImageDraw.Draw(image).rectangle((0, 0, 300 * columns, image.height), fill=ground)
    for y in range(40, image.height - 40, 28):
        _line(image, source, 24, y, 13, 240, columns, kind, ground)


def _line(
    image: Image.Image,
    source: random.Random,
    x: int,
    y: int,
    size: int,
    width: int,
    columns: int,
    kind: str,
    ground: str = "white",
) -> None:
    font = ImageFont.truetype(FONT, size)
    if kind == "subpixel":
        text = _fill(source, font, width)
        # Drawn at three times the size both ways, and averaged down the rows alone.
        large = Image.new("L", (width * 3, (size + LEADING) * 3), ground)
        ImageDraw.Draw(large).text((0, 0), text, font=ImageFont.truetype(FONT, size * 3), fill=20)
        image.paste(large.resize((width * 3, size + LEADING), Image.Resampling.BOX), (x * 3, y))
        return
    draw = ImageDraw.Draw(image)
    if kind == "grey":
        draw.text((x, y), _fill(source, font, width), font=font, fill=(20, 20, 20))
        return
    position = float(x)
    for word in _fill(source, font, width).split():
        draw.text((position, y), word, font=font, fill=tuple(source.randrange(190) for _ in range(3)))
        position += font.getlength(word + " ")


def _fill(source: random.Random, font: ImageFont.FreeTypeFont, width: int) -> str:
    words: list[str] = []
    while font.getlength(" ".join(words)) < width - 90:
        words.append(source.choice(WORDS))
    return " ".join(words)


def _pixels(image: Image.Image, kind: str) -> Pixels:
    samples = np.asarray(image)
    if kind == "subpixel":
        wide = np.pad(samples.astype(np.uint16), ((0, 0), (1, 1)), mode="edge")
        smooth = ((wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:]) // 3).astype(np.uint8)
        samples = np.stack([smooth[:, 0::3], smooth[:, 1::3], smooth[:, 2::3]], axis=-1)
    pixels = np.full((*samples.shape[:2], 4), 255, np.uint8)
    pixels[..., :3] = samples[..., ::-1]
    return pixels


def film(number: int, width: int, height: int) -> Pixels:
    """A picture of moving shades with grain, as a film has them."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    grain = np.random.default_rng(number).normal(0, 3, (height, width)).astype(np.float32)
    pixels = np.full((height, width, 4), 255, np.uint8)
    for channel, (across, down, speed) in enumerate(((0.021, 0.013, 0.21), (0.009, 0.024, 0.13), (0.015, 0.007, 0.17))):
        shade = 128 + 70 * np.sin(across * x + speed * number) * np.cos(down * y - speed * number) + grain
        pixels[..., channel] = np.clip(shade, 0, 255)
    return pixels
