"""Draws cells of a workbook alike: fonts, fills, comments, drop-down lists, right to left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tpgraph.views.wording import direction

# Fonts that office programs have, with the letters of the language.
_FONTS = {"fa": "Tahoma"}
_FONT = "Calibri"


class Pen:
    """A workbook in a language, a new one or one to add to, and how its cells are drawn."""

    def __init__(self, language: str, book: Any = None) -> None:
        """``language`` decides on font and direction; ``book`` is a workbook to add to."""
        from openpyxl import Workbook

        self._is_rtl = direction(language) == "rtl"
        self._font_name = _FONTS.get(language, _FONT)
        self._book = Workbook() if book is None else book
        self._ranges: dict[tuple[str, ...], str] = {}
        self._lists: Any = None

    def add_lists(self, title: str) -> None:
        """Add the hidden sheet that the drop-down lists come from."""
        self._lists = self._book.create_sheet(title)
        self._lists.sheet_state = "hidden"

    def set_page(self, sheet: Any) -> None:
        """How a sheet is looked at and printed."""
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet.sheet_view.rightToLeft = self._is_rtl
        sheet.sheet_view.zoomScale = 110
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def range_of(self, values: Iterable[str]) -> str:
        """The cells of the hidden sheet that hold ``values``, as a drop-down list names them."""
        from openpyxl.utils import get_column_letter

        key = tuple(values)
        if key not in self._ranges:
            number = len(self._ranges) + 1
            for row, value in enumerate(key, start=1):
                cell = self._lists.cell(row, number, value)
                cell.number_format = "@"
            letter = get_column_letter(number)
            self._ranges[key] = f"{self._lists.title}!${letter}$1:${letter}${len(key)}"
        return self._ranges[key]

    def put(
        self,
        sheet: Any,
        row: int,
        column: int,
        value: Any,
        *,
        bold: bool = False,
        italic: bool = False,
        colour: str = "202020",
        fill: str | None = None,
        size: int = 11,
        wrap: bool = True,
    ) -> None:
        """Write a value into a cell, in a style."""
        from openpyxl.styles import PatternFill

        cell = sheet.cell(row, column)
        cell.value = value
        cell.font = self.font(bold=bold, italic=italic, color=colour, size=size)
        cell.alignment = self.alignment(wrap=wrap)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        if fill:
            cell.fill = PatternFill("solid", start_color=fill)

    def font(self, *, size: int = 11, color: str = "202020", **style: bool) -> Any:
        """The language's font in a style."""
        from openpyxl.styles import Font

        return Font(name=self._font_name, size=size, color=color, **style)

    def alignment(self, *, wrap: bool) -> Any:
        """Where the text stands in a cell, and its direction."""
        from openpyxl.styles import Alignment

        order = 2 if self._is_rtl else 0  # 2: right to left, 0: as the text says
        return Alignment(wrap_text=wrap, vertical="top", readingOrder=order)

    def comment(self, cell: Any, text: str) -> None:
        """Attach a comment to a cell, large enough for its text."""
        from openpyxl.comments import Comment

        lines = sum(1 + len(line) // 42 for line in text.split("\n"))
        cell.comment = Comment(text, "tpgraph", width=320, height=24 + 17 * lines)
