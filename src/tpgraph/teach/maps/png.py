"""A concept map as PNG: the same scene, painted with a font of this machine."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from tpgraph.errors import CallError
from tpgraph.phrases import phrase
from tpgraph.teach.maps.layout import FONT, SMALL, Box, Link, Scene, Words
from tpgraph.teach.maps.svg import COLOURS, LINK_COLOUR, RADIUS, WORD_COLOUR, segments, stacked

# Fonts of Linux, Windows and macOS that have Latin, Cyrillic and Arabic letters, in this order.
_FONTS = (
    "DejaVuSans.ttf", "Vazirmatn-Regular.ttf", "tahoma.ttf", "Tahoma.ttf", "arial.ttf",
    "Arial.ttf", "Arial Unicode.ttf", "segoeui.ttf", "FreeSans.ttf", "NotoSans-Regular.ttf",
    "LiberationSans-Regular.ttf",
)  # fmt: skip
_DASH, _SPACE = 6.0, 4.0


def painted(scene: Scene, scale: float) -> bytes:
    """The PNG. Raises CallError where no font has the letters, or Pillow cannot join them."""
    from PIL import Image, ImageDraw, features

    if scene.is_rtl and not features.check("raqm"):
        raise CallError(phrase("call.no-shaping"))
    size = (round(scene.width * scale), round(scene.height * scale))
    image = Image.new("RGB", size, "#ffffff")
    _Painter(ImageDraw.Draw(image), scene, scale).paint()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Painter:
    def __init__(self, pen: Any, scene: Scene, scale: float) -> None:
        self.pen = pen
        self.scene = scene
        self.scale = scale
        self.file = font_file(frozenset("".join(_texts(scene))))

    def paint(self) -> None:
        for link in self.scene.links:
            self._link(link)
        for box in self.scene.boxes:
            self._box(box)
        for words in self.scene.words:
            self._words(words)

    def _link(self, link: Link) -> None:
        for start, end in segments(link):
            for a, b in _dashes(start, end) if link.dashed else [(start, end)]:
                way = [(x * self.scale, y * self.scale) for x, y in (a, b)]
                self.pen.line(way, fill=LINK_COLOUR, width=max(1, round(1.3 * self.scale)))

    def _box(self, box: Box) -> None:
        fill, outline, letters = COLOURS["blank" if box.number else box.style]
        half_x, half_y = box.width / 2, box.height / 2
        corners = [box.x - half_x, box.y - half_y, box.x + half_x, box.y + half_y]
        self.pen.rounded_rectangle(
            [value * self.scale for value in corners],
            radius=RADIUS[box.style] * self.scale,
            fill=fill,
            outline=outline,
            width=max(1, round(1.3 * self.scale)),
        )
        shift = 0.0
        if box.number:
            turn = -1 if self.scene.is_rtl else 1
            shift = turn * FONT
            self._text(
                box.number, box.x - turn * (box.width / 2 - 1.2 * FONT), box.y, SMALL, outline
            )
        for text, y in stacked(box.lines, box.y):
            self._text(text, box.x + shift, y, FONT, letters)

    def _words(self, words: Words) -> None:
        for text, y in stacked(words.lines, words.y):
            side = "m"
            if words.at_start:
                side = "r" if self.scene.is_rtl else "l"
            self._text(text, words.x, y, SMALL, WORD_COLOUR, side)

    def _text(
        self, text: str, x: float, y: float, size: float, colour: str, side: str = "m"
    ) -> None:
        font = _font(self.file, round(size * self.scale))
        options: dict[str, Any] = {}
        if self.scene.is_rtl:
            options = {"direction": "rtl", "language": self.scene.language}
        base = (x * self.scale, (y + size * 0.35) * self.scale)
        self.pen.text(base, text, font=font, fill=colour, anchor=f"{side}s", **options)


def _texts(scene: Scene) -> list[str]:
    boxes = [line for box in scene.boxes for line in (*box.lines, box.number or "")]
    return boxes + [line for words in scene.words for line in words.lines]


def _dashes(
    start: tuple[float, float], end: tuple[float, float]
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    found = []
    at = 0.0
    while at < length:
        a, b = at / length, min(1.0, (at + _DASH) / length)
        found.append(
            (
                (x1 + (x2 - x1) * a, y1 + (y2 - y1) * a),
                (x1 + (x2 - x1) * b, y1 + (y2 - y1) * b),
            )
        )
        at += _DASH + _SPACE
    return found


@cache
def font_file(letters: frozenset[str]) -> str:
    """The first known font of this machine that has all these letters."""
    from PIL import ImageFont

    for name in _FONTS:
        try:
            font = ImageFont.truetype(name, 32)
        except OSError:
            continue
        missing = _picture(font, "\uffff")
        visible = [ch for ch in letters if not ch.isspace() and ch.isprintable()]
        if all(_picture(font, ch) != missing for ch in visible):
            return name
    raise CallError(phrase("call.no-font", fonts=", ".join(_FONTS)))


def _picture(font: Any, letter: str) -> bytes:
    return bytes(font.getmask(letter))


@cache
def _font(name: str, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(name, size)
