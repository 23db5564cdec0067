"""Draws seconds by touchpoints for each engine, both axes in powers of ten, as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT = 860, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 230, 30, 50
# Colours that colour-blind people tell apart (Okabe and Ito); dashes tell the lines apart too.
_COLOURS = ("#0072b2", "#56b4e9", "#009e73", "#e69f00", "#d55e00", "#cc79a7", "#666666", "#000000")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "", "6 3", "2 3", "8 3 2 3")


def draw(title: str, lines: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """An SVG image: a line an engine, named at its end."""
    points = [point for line in lines.values() for point in line]
    xs = _powers(x for x, _ in points)
    ys = _powers(y for _, y in points)

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + _share(x, xs) * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - _share(y, ys) * (_HEIGHT - _TOP - _BOTTOM),
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for power in xs:
        x, _ = at(10**power, 10 ** ys[0])
        parts.append(f'<path d="M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#dddddd"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
            f"{10**power:,}</text>"
        )
    for power in ys:
        _, y = at(10 ** xs[0], 10**power)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#dddddd"/>')
        parts.append(
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10**power:g} s</text>'
        )
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{_HEIGHT - 10}" text-anchor="middle">touchpoints</text>')
    ends: list[float] = []
    for place, (name, line) in enumerate(sorted(lines.items(), key=lambda item: -item[1][-1][1])):
        colour, dash = _COLOURS[place % 8], _DASHES[place % 8]
        marks = [at(*point) for point in line]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in marks)
        parts.append(
            f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in marks]
        x, y = marks[-1]
        label = max([y, *(end + 15 for end in ends if abs(end - y) < 15)])
        while any(abs(label - end) < 15 for end in ends):
            label += 15
        ends.append(label)
        parts.append(
            f'<text x="{x + 8:.1f}" y="{label + 4:.1f}" fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _powers(values: Iterable[float]) -> range:
    found = [math.log10(v) for v in values]
    low = math.floor(min(found))
    return range(low, max(low + 1, math.ceil(max(found))) + 1)


def _share(value: float, powers: range) -> float:
    return (math.log10(value) - powers[0]) / (powers[-1] - powers[0])
