"""Writes slides, in either reading direction: the one module that loads python-pptx.

What does not fit on a slide goes on on the next one: the room that text takes is reckoned with
the widths of a wide font, so that it fits with whichever one a machine has.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, NamedTuple, TypeVar

from tpgraph.phrases import digits
from tpgraph.teach.maps.measure import width_em, wrapped
from tpgraph.teach.packed import repacked
from tpgraph.views.wording import direction

ACCENT, INK, MUTED, _HEAD_FILL = "1F3A5F", "1D2530", "56606C", "E3EAF2"
_ARABIC_FONT = "Tahoma"
# Of a 16:9 slide, in inches.
_WIDTH, _HEIGHT = 13.333, 7.5
_LEFT, _TOP, _ROOM_X, ROOM_Y = 0.65, 1.55, 12.03, 5.2
_TITLE_TOP, _TITLE_HEIGHT, _FOOT_TOP = 0.4, 1.0, 6.95
_POINTS = 72.0  # an inch
_BOLD = 1.1  # how much wider bold letters are
# The widths reckoned are those of a font wider than any that slides are shown with.
_PLAIN = 0.9
# Text is as large as lets it stay on one slide; otherwise it is of its own size, on several.
_SCALES = (1.3, 1.15, 1.0, 0.9, 0.8)
_INSET = 0.1  # inches inside a frame, to each side
_EMU = 914_400  # an inch
T = TypeVar("T")


class Line(NamedTuple):
    """A paragraph: ``label`` stands in bold before the text; ``notes`` are for the speaker."""

    text: str
    label: str = ""
    points: float = 20
    has_dot: bool = False
    is_muted: bool = False
    notes: tuple[str, ...] = ()


class Row(NamedTuple):
    """A row of a table; ``notes`` are for the speaker."""

    cells: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Deck:
    """Slides one after the other; ``go_on`` words the title of a slide that goes on."""

    def __init__(
        self, language: str, title: str, foot: str, go_on: Callable[[str, int, int], str]
    ) -> None:
        from pptx import Presentation

        self.language = language
        self.is_rtl = direction(language) == "rtl"
        self.foot = foot
        self.go_on = go_on
        self.line_height = 1.4 if self.is_rtl else 1.25  # of the letters' size
        self._deck = Presentation()
        _widen(self._deck)
        _dress(self._deck, on_right=self.is_rtl)
        facts = self._deck.core_properties
        facts.title, facts.author, facts.language = title, "tpgraph", language
        facts.comments = ""

    # -------------------------------------------------------------------------------- slides

    def cover(self, title: str, below: str) -> None:
        """The first slide."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[0])
        for shape, text, top, height, points, colour in (
            (slide.shapes.title, title, 2.3, 1.6, 40, ACCENT),
            (slide.placeholders[1], below, 4.1, 1.2, 20, MUTED),
        ):
            _place(shape, _LEFT, top, _ROOM_X, height)
            is_title = points > 30
            fitted = self._fitting(text, points, 24, height) if is_title else points
            self._write(shape.text_frame, [Line(text, points=fitted)], colour, is_bold=is_title)

    def text(self, title: str, lines: Sequence[Line], *, notes: Sequence[str] = ()) -> None:
        """Paragraphs, on as many slides as they need."""
        room = ROOM_Y - 2 * _INSET
        for scale in _SCALES:
            scaled = [line._replace(points=round(line.points * scale)) for line in lines]
            if sum(map(self._height, scaled)) <= room * (0.8 if scale > 1 else 1):
                lines = scaled
                break
        pages = split(lines, self._height, room)
        for number, page in enumerate(pages, 1):
            slide = self._slide(self._title(title, number, len(pages)), 1)
            body = slide.placeholders[1]
            _place(body, _LEFT, _TOP, _ROOM_X, ROOM_Y)
            self._write(body.text_frame, page, INK)
            self._note(slide, [*notes, *(note for line in page for note in line.notes)])

    def table(
        self, title: str, head: Sequence[str], rows: Sequence[Row], shares: Sequence[float]
    ) -> None:
        """A table, its head repeated on as many slides as it needs."""
        widths = [_ROOM_X * share / sum(shares) for share in shares]
        top = Row(tuple(head))
        room = ROOM_Y - self._row_height(top, widths, is_bold=True)
        pages = split(rows, lambda row: self._row_height(row, widths), room)
        for number, page in enumerate(pages, 1):
            slide = self._slide(self._title(title, number, len(pages)), 5)
            self._table(slide, [top, *page], widths)
            self._note(slide, [note for row in page for note in row.notes])

    def picture(
        self, title: str, png: bytes, shape: tuple[float, float], told: str, notes: Sequence[str]
    ) -> None:
        """A picture in the middle, as large as fits; ``shape`` is its width and height."""
        from pptx.util import Inches

        slide = self._slide(title, 5)
        scale = min(_ROOM_X / shape[0], ROOM_Y / shape[1])
        width, height = shape[0] * scale, shape[1] * scale
        left, top = _LEFT + (_ROOM_X - width) / 2, _TOP + (ROOM_Y - height) / 2
        shown = slide.shapes.add_picture(
            io.BytesIO(png), Inches(left), Inches(top), Inches(width), Inches(height)
        )
        shown._element.nvPicPr.cNvPr.set("descr", told)
        self._note(slide, notes)

    def saved(self) -> bytes:
        """The file, the same each time."""
        out = io.BytesIO()
        self._deck.save(out)
        return repacked(out.getvalue())

    # -------------------------------------------------------------------------------- the parts

    def _title(self, title: str, number: int, count: int) -> str:
        return title if count == 1 else self.go_on(title, number, count)

    def _slide(self, title: str, layout: int) -> Any:
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[layout])
        _place(slide.shapes.title, _LEFT, _TITLE_TOP, _ROOM_X, _TITLE_HEIGHT)
        points = self._fitting(title, 30, 18, _TITLE_HEIGHT)
        frame = slide.shapes.title.text_frame
        self._write(frame, [Line(title, points=points)], ACCENT, is_bold=True)
        self._foot(slide)
        return slide

    def _foot(self, slide: Any) -> None:
        """The lesson's name and the slide's number."""
        from pptx.oxml.ns import qn
        from pptx.oxml.xmlchemy import OxmlElement
        from pptx.util import Inches

        box = slide.shapes.add_textbox(
            Inches(_LEFT), Inches(_FOOT_TOP), Inches(_ROOM_X), Inches(0.35)
        )
        self._write(box.text_frame, [Line(f"{self.foot} · ", points=11)], MUTED)
        run = box.text_frame.paragraphs[0]._p.find(qn("a:r"))
        number = OxmlElement("a:fld")
        number.set("id", "{5C7A2B1E-6D0F-4E57-9C0E-2A3B4C5D6E7F}")
        number.set("type", "slidenum")
        number.append(deepcopy(run.find(qn("a:rPr"))))
        shown = OxmlElement("a:t")
        shown.text = digits(len(self._deck.slides), self.language)
        number.append(shown)
        run.getparent().append(number)

    def _fitting(self, text: str, most: float, least: float, height: float) -> float:
        """The largest size at which a text has room."""
        points = most
        while points > least:
            lines = self._lines(text, points, _ROOM_X, _BOLD)
            if lines * points * self.line_height / _POINTS <= height - 2 * _INSET:
                break
            points -= 2
        return points

    def _lines(self, text: str, points: float, width: float, wider: float = 1.0) -> int:
        room = (width - 2 * _INSET - 0.05) * _POINTS / points / wider / _PLAIN
        # A word that is longer than a line is broken in the middle.
        return sum(
            max(1, -int(-width_em(line) // room))
            for part in text.split("\n")
            for line in wrapped(part, room)
        )

    def _height(self, line: Line) -> float:
        width = _ROOM_X - (0.35 if line.has_dot else 0)
        text = f"{line.label}\n{line.text}" if line.label else line.text
        count = self._lines(text, line.points, width, _BOLD if line.label else 1.0)
        return (count * line.points * self.line_height + _after(line)) / _POINTS

    def _row_height(self, row: Row, widths: Sequence[float], *, is_bold: bool = False) -> float:
        counts = [
            self._lines(cell, _CELL_POINTS, width, _BOLD if is_bold or n == 0 else 1.0)
            for n, (cell, width) in enumerate(zip(row.cells, widths, strict=True))
        ]
        return (max(counts) * _CELL_POINTS * self.line_height) / _POINTS + _INSET

    def _table(self, slide: Any, rows: Sequence[Row], widths: Sequence[float]) -> None:
        from pptx.util import Inches

        height = sum(self._row_height(row, widths, is_bold=n == 0) for n, row in enumerate(rows))
        frame = slide.shapes.add_table(
            len(rows), len(widths), Inches(_LEFT), Inches(_TOP), Inches(_ROOM_X), Inches(height)
        )
        table = frame.table
        table.horz_banding = False
        if self.is_rtl:
            table._tbl.tblPr.set("rtl", "1")
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for n, row in enumerate(rows):
            table.rows[n].height = Inches(self._row_height(row, widths, is_bold=n == 0))
            for at, text in enumerate(row.cells):
                cell = table.cell(n, at)
                cell.margin_left = cell.margin_right = Inches(_INSET)
                cell.margin_top = cell.margin_bottom = Inches(_INSET / 2)
                cell.fill.solid()
                cell.fill.fore_color.rgb = _colour(_HEAD_FILL if n == 0 else "FFFFFF")
                is_bold = n == 0 or at == 0
                line = Line(text, points=_CELL_POINTS)
                self._write(cell.text_frame, [line], ACCENT if n == 0 else INK, is_bold=is_bold)

    def _write(
        self, frame: Any, lines: Sequence[Line], colour: str, *, is_bold: bool = False
    ) -> None:
        """Paragraphs into a frame; nothing shrinks, since all was measured."""
        from pptx.enum.text import MSO_AUTO_SIZE
        from pptx.util import Inches, Pt

        frame.word_wrap = True
        if frame._txBody.bodyPr is not None and not _in_cell(frame):
            frame.auto_size = MSO_AUTO_SIZE.NONE
            frame.margin_left = frame.margin_right = Inches(_INSET)
        if self.is_rtl:
            frame._txBody.bodyPr.set("rtlCol", "1")
        for n, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(_after(line)) if len(lines) > 1 else Pt(0)
            paragraph.space_before = Pt(0)
            paragraph.line_spacing = 1.0
            self._turn(paragraph, has_dot=line.has_dot)
            if line.label:
                self._run(paragraph, line.label, line.points, INK, is_bold=True)
                paragraph.add_line_break()
            shade = MUTED if line.is_muted else colour
            for at, text in enumerate(line.text.split("\n")):
                if at:
                    paragraph.add_line_break()
                self._run(paragraph, text, line.points, shade, is_bold=is_bold)

    def _run(self, paragraph: Any, text: str, points: float, colour: str, *, is_bold: bool) -> None:
        from pptx.oxml.xmlchemy import OxmlElement
        from pptx.util import Pt

        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(points)
        run.font.bold = is_bold
        run.font.color.rgb = _colour(colour)
        properties = run._r.get_or_add_rPr()
        properties.set("lang", self.language)
        if self.is_rtl:
            font = OxmlElement("a:cs")
            font.set("typeface", _ARABIC_FONT)
            properties.append(font)

    def _turn(self, paragraph: Any, *, has_dot: bool) -> None:
        """Direction, side, and the dot before an item."""
        from pptx.oxml.xmlchemy import OxmlElement

        properties = paragraph._p.get_or_add_pPr()
        indent = round(0.3 * _EMU) if has_dot else 0
        # In a paragraph that runs from the right, both are counted from there.
        properties.set("marR" if self.is_rtl else "marL", str(indent))
        properties.set("indent", str(-indent))
        properties.set("algn", "r" if self.is_rtl else "l")
        if self.is_rtl:
            properties.set("rtl", "1")
        dot = OxmlElement("a:buChar" if has_dot else "a:buNone")
        if has_dot:
            dot.set("char", "•")
        properties.append(dot)

    def _note(self, slide: Any, notes: Sequence[str]) -> None:
        texts = list(dict.fromkeys(notes))
        if not texts:
            return
        frame = slide.notes_slide.notes_text_frame
        for n, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.text = text
            properties = paragraph._p.get_or_add_pPr()
            if self.is_rtl:
                properties.set("algn", "r")
                properties.set("rtl", "1")


_CELL_POINTS = 16.0


def split(items: Sequence[T], height: Callable[[T], float], room: float) -> list[list[T]]:
    """The items on as few pages as hold them, and about the same on each."""
    fewest = len(_pages(items, height, room))
    share = sum(map(height, items)) / max(1, fewest)
    while share < room:
        found = _pages(items, height, share)
        if len(found) <= fewest:
            return found
        share += room / 50
    return _pages(items, height, room)


def _pages(items: Sequence[T], height: Callable[[T], float], room: float) -> list[list[T]]:
    pages: list[list[T]] = []
    left = 0.0
    for item in items:
        needed = height(item)
        if not pages or needed > left:
            pages.append([])
            left = room
        pages[-1].append(item)
        left -= needed
    return pages


def _after(line: Line) -> float:
    return line.points * 0.45


def _in_cell(frame: Any) -> bool:
    return str(frame._txBody.getparent().tag).endswith("}tc")


def _dress(deck: Any, *, on_right: bool) -> None:
    """A bar beside the first slide's title, a line below the others': on the layouts, once."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    side = _WIDTH - 0.3 if on_right else 0.0
    for layout, (left, top, width, height) in (
        (0, (side, 0.0, 0.3, _HEIGHT)),
        (1, (_LEFT, _TITLE_TOP + _TITLE_HEIGHT, _ROOM_X, 0.03)),
        (5, (_LEFT, _TITLE_TOP + _TITLE_HEIGHT, _ROOM_X, 0.03)),
    ):
        x, y, cx, cy = (round(value * _EMU) for value in (left, top, width, height))
        shape = parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Line"/><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
            f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            f'</a:prstGeom><a:solidFill><a:srgbClr val="{ACCENT}"/></a:solidFill><a:ln>'
            f"<a:noFill/></a:ln></p:spPr></p:sp>"
        )
        deck.slide_layouts[layout].shapes._spTree.append(shape)


def _colour(hexadecimal: str) -> Any:
    from pptx.dml.color import RGBColor

    made: Any = RGBColor  # it has no types
    return made(*bytes.fromhex(hexadecimal))


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top = Inches(left), Inches(top)
    shape.width, shape.height = Inches(width), Inches(height)


def _widen(deck: Any) -> None:
    """Makes the slides 16:9, with all that stands on the masters."""
    from pptx.util import Inches

    factor = Inches(_WIDTH) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    master = deck.slide_master
    for shapes in (master.shapes, *(layout.shapes for layout in master.slide_layouts)):
        for shape in shapes:
            if shape._element.xpath(".//a:xfrm"):
                shape.left, shape.width = round(shape.left * factor), round(shape.width * factor)
