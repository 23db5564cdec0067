"""A concept map as SVG: plain shapes and text, nothing loaded, nothing that runs."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from tpgraph.teach.maps.layout import FONT, LINE, SMALL, Box, Link, Scene, Words

FAMILY = "'Noto Sans','DejaVu Sans','Noto Sans Arabic',Vazirmatn,'Segoe UI',Tahoma,Arial,sans-serif"
# Fill, outline, letters; apart in lightness, too. The far ones are white.
COLOURS = {
    "root": ("#1f3a5f", "#1f3a5f", "#ffffff"),
    "near": ("#dce9f5", "#2b5c8a", "#14202c"),
    "far": ("#ffffff", "#7a8794", "#14202c"),
    "blank": ("#fffbe6", "#8a6d00", "#14202c"),
}
LINK_COLOUR, WORD_COLOUR = "#5b6772", "#37424d"
RADIUS = {"root": 14, "near": 8, "far": 8, "more": 8}


def drawn(scene: Scene) -> str:
    """The SVG document."""
    width, height = f"{scene.width:.0f}", f"{scene.height:.0f}"
    way = "rtl" if scene.is_rtl else "ltr"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title description" '
        f'xml:lang="{scene.language}" lang="{scene.language}" direction="{way}" '
        f'font-family="{FAMILY}">',
        f'<title id="title">{escape(scene.title)}</title>',
        f'<desc id="description">{escape(scene.description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_link(link) for link in scene.links),
        *(_box(box, scene) for box in scene.boxes),
        *(_words(words) for words in scene.words),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _link(link: Link) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in link.points)
    dashes = ' stroke-dasharray="5 4"' if link.dashed else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{LINK_COLOUR}" '
        f'stroke-width="1.3"{dashes}/>'
    )


def _box(box: Box, scene: Scene) -> str:
    fill, outline, letters = COLOURS["blank" if box.number else box.style]
    left, top = box.x - box.width / 2, box.y - box.height / 2
    dashes = ' stroke-dasharray="4 3"' if box.hidden else ""
    parts = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'rx="{RADIUS[box.style]}" fill="{fill}" stroke="{outline}" stroke-width="1.3"{dashes}/>'
    ]
    shift = 0.0
    if box.number:
        turn = -1 if scene.is_rtl else 1
        shift = turn * FONT
        x = box.x - turn * (box.width / 2 - 1.2 * FONT)
        parts.append(_line(box.number, x, box.y, SMALL, outline, "middle", bold=True))
    weight = box.style == "root"
    parts += [
        _line(text, box.x + shift, y, FONT, letters, "middle", bold=weight)
        for text, y in stacked(box.lines, box.y)
    ]
    return "".join(parts)


def _words(words: Words) -> str:
    anchor = "start" if words.at_start else "middle"
    return "".join(
        _line(text, words.x, y, SMALL, WORD_COLOUR, anchor)
        for text, y in stacked(words.lines, words.y)
    )


def stacked(lines: tuple[str, ...], middle: float) -> list[tuple[str, float]]:
    """Each line with the middle of its height, around a common middle."""
    tops = [middle + (n - (len(lines) - 1) / 2) * LINE for n in range(len(lines))]
    return list(zip(lines, tops, strict=True))


def _line(
    text: str, x: float, y: float, size: float, colour: str, anchor: str, *, bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    # Browsers and converters disagree on dominant-baseline: the base line is set by number.
    return (
        f'<text x="{x:.1f}" y="{y + size * 0.35:.1f}" font-size="{size:g}" fill="{colour}" '
        f'text-anchor="{anchor}"{weight}>{escape(text)}</text>'
    )


def segments(link: Link) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight parts of a link."""
    return list(pairwise(link.points))
