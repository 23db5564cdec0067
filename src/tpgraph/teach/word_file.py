"""Writes Word documents, in either reading direction: the one module that loads python-docx."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tpgraph.teach.packed import repacked
from tpgraph.views.wording import direction

LATIN_FONT, ARABIC_FONT = "Calibri", "Tahoma"
INK, ACCENT, MUTED = "1D2530", "1F3A5F", "56606C"
_HEAD_FILL = "E3EAF2"
# What may stand behind an element that python-docx has no property for, as the schema orders it.
_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    "w:pPrChange",
)  # fmt: skip
_AFTER_LANG = ("w:eastAsianLayout", "w:specVanish", "w:oMath")
_AFTER_SIZE = (
    "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl",
    "w:cs", "w:em", "w:lang", *_AFTER_LANG,
)  # fmt: skip


class Part(NamedTuple):
    """A piece of a paragraph; ``language`` is its own where it is not the document's."""

    text: str
    is_bold: bool = False
    is_source: bool = False
    language: str = ""


class Paper:
    """A document that grows from top to bottom; its styles are those that Word offers by name."""

    def __init__(
        self, language: str, title: str, *, text_pt: float = 10.5, margins_cm: float = 1.8
    ) -> None:
        from docx import Document
        from docx.shared import Cm

        self.language = language
        self.is_rtl = direction(language) == "rtl"
        self._paper = Document()
        section = self._paper.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(margins_cm)
        section.top_margin = section.bottom_margin = Cm(margins_cm)
        self.width_cm = 21 - 2 * margins_cm
        self._dress(text_pt)
        facts = self._paper.core_properties
        facts.title, facts.author, facts.comments, facts.language = title, "tpgraph", "", language

    # ------------------------------------------------------------------------------ paragraphs

    def title(self, text: str) -> None:
        """The document's title."""
        self._line([Part(text)], "Title")

    def heading(self, text: str, *, on_new_page: bool = False) -> None:
        """The heading of a part."""
        line = self._line([Part(text)], "Heading 1")
        line.paragraph_format.page_break_before = on_new_page or None

    def text(
        self,
        parts: Sequence[Part],
        *,
        indent_cm: float = 0,
        with_next: bool = False,
        is_close: bool = False,
    ) -> None:
        """A paragraph; ``with_next`` keeps it on the page of the one after it.

        It stands close to that where it ``is_close``.
        """
        from docx.shared import Cm, Pt

        line = self._line(parts, "Normal")
        line.paragraph_format.keep_with_next = with_next or None
        if is_close:
            line.paragraph_format.space_after = Pt(0)
        if indent_cm:
            # In a paragraph that runs from the right, "left" is where it begins.
            line.paragraph_format.left_indent = Cm(indent_cm)

    def item(self, parts: Sequence[Part]) -> None:
        """A line with a dot before it."""
        self._line(parts, "List Bullet")

    def table(
        self,
        head: Sequence[str],
        rows: Iterable[Sequence[Sequence[Part]]],
        shares: Sequence[float],
    ) -> None:
        """Rows under a head that is repeated on each page; ``shares`` part the width."""
        from docx.enum.table import WD_TABLE_DIRECTION
        from docx.shared import Cm

        table = self._paper.add_table(0, len(head), "Table Grid")
        table.autofit = False
        if self.is_rtl:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        widths = [Cm(self.width_cm * share / sum(shares)) for share in shares]
        cells = [[Part(name, is_bold=True)] for name in head]
        for n, row in enumerate([cells, *rows]):
            line = table.add_row()
            _keep_row(line, is_head=n == 0)
            for cell, parts, width in zip(line.cells, row, widths, strict=True):
                cell.width = width
                self._fill(cell.paragraphs[0], parts)
                if n == 0:
                    _shade(cell)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        self._paper.add_paragraph(style="No Spacing")

    def picture(self, png: bytes, shape: tuple[float, float], told: str) -> None:
        """A picture as wide as the text, or less; ``shape`` is its width and height in any unit."""
        from docx.shared import Cm

        width = min(self.width_cm, 20.0 * shape[0] / shape[1])
        shown = self._paper.add_picture(io.BytesIO(png), width=Cm(width))
        shown._inline.docPr.set("descr", told)
        self._turn(self._paper.paragraphs[-1])

    def footer(self, text: str) -> None:
        """A line at the foot of each page, with the page's number."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        line = self._paper.sections[0].footer.paragraphs[0]
        self._fill(line, [Part(f"{text} · ", is_source=True)])
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        number = line.add_run("1", style="Source")._r
        line._p.replace(number, field)
        field.append(number)

    def saved(self) -> bytes:
        """The file, the same each time."""
        out = io.BytesIO()
        self._paper.save(out)
        return repacked(out.getvalue())

    # ------------------------------------------------------------------------------- the parts

    def _line(self, parts: Sequence[Part], style: str) -> Any:
        line = self._paper.add_paragraph(style=style)
        self._fill(line, parts)
        return line

    def _fill(self, line: Any, parts: Sequence[Part]) -> None:
        for part in parts:
            self._run(line, part)
        self._turn(line)

    def _run(self, line: Any, part: Part) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        run = line.add_run(part.text, style="Source" if part.is_source else None)
        if part.is_bold:
            run.font.bold = run.font.cs_bold = True
        language = part.language or self.language
        if direction(language) == "rtl":
            # Letters of a complex script have a font and a size of their own in the styles.
            run.font.rtl = True
        tag = OxmlElement("w:lang")
        tag.set(qn("w:bidi" if direction(language) == "rtl" else "w:val"), language)
        run._r.get_or_add_rPr().insert_element_before(tag, *_AFTER_LANG)

    def _turn(self, line: Any) -> None:
        from docx.oxml import OxmlElement

        if self.is_rtl:
            properties = line._p.get_or_add_pPr()
            properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)

    def _dress(self, text_pt: float) -> None:
        """Gives the styles our fonts, sizes and colours, for letters of either kind."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        styles = self._paper.styles
        styles.add_style("Source", WD_STYLE_TYPE.CHARACTER)
        for name, points, colour, before, after in (
            ("Normal", text_pt, INK, 0, 4),
            ("No Spacing", 4, INK, 0, 0),
            ("List Bullet", text_pt, INK, 0, 2),
            ("Title", text_pt * 2, ACCENT, 0, 8),
            ("Heading 1", text_pt * 1.4, ACCENT, 14, 5),
            ("Heading 2", text_pt * 1.2, ACCENT, 8, 3),
            ("Source", text_pt * 0.85, MUTED, None, None),
        ):
            style = styles[name]
            _letters(style, points, colour)
            if before is not None and after is not None:
                style.paragraph_format.space_before = Pt(before)
                style.paragraph_format.space_after = Pt(after)
                style.paragraph_format.line_spacing = 1.0


def _letters(style: Any, points: float, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name = LATIN_FONT
    style.font.size = Pt(points)
    style.font.color.rgb = RGBColor.from_string(colour)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), ARABIC_FONT)
    # Spaced out, the letters of joined scripts come apart.
    for name in ("w:szCs", "w:spacing", "w:kern"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(points * 2)))
    properties.insert_element_before(size, *_AFTER_SIZE)


def _keep_row(row: Any, *, is_head: bool) -> None:
    """A row stays on one page; the head stands on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD_FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
