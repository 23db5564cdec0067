"""Pictures of the units as SVG: bars and a row of steps, narrow enough for a telephone.

Colours come from the page's style, so that they follow its light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tpgraph.reason.texts import texts_in
from tpgraph.teach.maps.measure import width_em, wrapped
from tpgraph.views.wording import direction

# In units of the picture, which is as wide as a small screen.
_WIDTH, _FONT, _LINE = 360.0, 15.0, 20.0
_BAR, _ROW_GAP = 18.0, 16.0
_LONGEST = 250.0
_PAD, _ARROW = 10.0, 26.0


class _Sheet:
    """Collects shapes; places count from where reading starts, the left or the right."""

    def __init__(self, name: str, language: str) -> None:
        self.name = name
        self.language = language
        self.is_rtl = direction(language) == "rtl"
        self.parts: list[str] = []

    def box(self, style: str, start: float, top: float, width: float, height: float) -> None:
        x = _WIDTH - start - width if self.is_rtl else start
        self.parts.append(
            f'<rect class="{style}" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}" rx="3"/>'
        )

    def text(self, text: str, start: float, base: float, style: str = "") -> None:
        x = _WIDTH - start if self.is_rtl else start
        kind = f' class="{style}"' if style else ""
        self.parts.append(f'<text{kind} x="{x:.1f}" y="{base:.1f}">{escape(text)}</text>')

    def line(self, style: str, points: Sequence[tuple[float, float]]) -> None:
        path = " ".join(f"{_WIDTH - x if self.is_rtl else x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline class="{style}" points="{path}"/>')

    def svg(self, title: str, told: str, height: float) -> str:
        head = (
            f'<svg class="chart" viewBox="0 0 {_WIDTH:g} {height:.0f}" role="img" '
            f'aria-labelledby="{self.name}-title {self.name}-told" lang="{self.language}" '
            f'direction="{direction(self.language)}" font-size="{_FONT:g}">'
        )
        return "\n".join(
            [
                head,
                f'<title id="{self.name}-title">{escape(title)}</title>',
                f'<desc id="{self.name}-told">{escape(told)}</desc>',
                *self.parts,
                "</svg>",
            ]
        )


def bars(
    name: str,
    title: str,
    rows: Sequence[tuple[str, int, int]],
    sorts: tuple[str, str],
    language: str,
) -> str:
    """Two numbers a row, one after the other in a bar; ``sorts`` say what the two are.

    ``name`` is unique in the page.
    """
    t = texts_in(language, "course")
    sheet = _Sheet(name, language)
    scale = _LONGEST / max(1, max((a + b for _, a, b in rows), default=1))
    top = 4.0
    for style, sort in zip(("first", "second"), sorts, strict=True):
        lines = wrapped(sort, (_WIDTH - 28) / _FONT)
        sheet.box(style, 0, top, 16, 14)
        for line in lines:
            sheet.text(line, 24, top + 12, "small")
            top += _LINE
        top += 2
    top += _ROW_GAP / 2
    told = []
    for label, first, second in rows:
        sheet.text(label, 0, top + _FONT * 0.8)
        top += _LINE + 2
        if first:
            sheet.box("first", 0, top, first * scale, _BAR)
        if second:
            sheet.box("second", first * scale, top, second * scale, _BAR)
        number = t("chart.numbers", first=first, second=second)
        sheet.text(number, (first + second) * scale + 8, top + _BAR * 0.75, "small")
        top += _BAR + _ROW_GAP
        told.append(t("chart.row", label=label, a=sorts[0], first=first, b=sorts[1], second=second))
    return sheet.svg(title, " ".join(told), top)


def steps(
    name: str, title: str, labels: Sequence[str], doubtful: Sequence[bool], language: str
) -> str:
    """Numbered steps below one another; the arrow to a ``doubtful`` one is dashed."""
    t = texts_in(language, "course")
    sheet = _Sheet(name, language)
    top = 2.0
    for number, (label, is_doubtful) in enumerate(zip(labels, doubtful, strict=True), start=1):
        if number > 1:
            style = "arrow dashed" if is_doubtful else "arrow"
            tip = top + _ARROW - 4
            sheet.line(style, [(40, top + 2), (40, tip)])
            sheet.line("arrow", [(34, tip - 7), (40, tip), (46, tip - 7)])
            top += _ARROW
        numbered = t("chart.step", number=number)
        indent = 12 + width_em(numbered) * _FONT + 6
        lines = wrapped(label, (_WIDTH - indent - 12) / _FONT)
        height = len(lines) * _LINE + 2 * _PAD
        sheet.box("step", 1, top, _WIDTH - 2, height)
        sheet.text(numbered, 12, top + _PAD + _FONT, "strong")
        for n, line in enumerate(lines):
            sheet.text(line, indent, top + _PAD + _FONT + n * _LINE)
        top += height
    return sheet.svg(title, t("chart.order", order=t.parted(labels)), top + 2)
