"""Writes a copy of an inventory as a workbook in which what is wrong is marked, cell by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tpgraph.errors import CallError, InputError
from tpgraph.model import Inventory, Problem
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.views.formula_values import with_values
from tpgraph.views.marked_base import Base, Cell, open_base
from tpgraph.views.safe import XLSX_CELL_MAX_CHARACTERS, clipped, printable
from tpgraph.views.wording import direction

AUTHOR = "tpgraph check"  # of our comments: a copy that is marked again loses the old ones
_MOST_COMMENTS = 10_000  # cells; spreadsheet programs grow slow with more
_LONGEST_COMMENT = 4_000  # characters
_SEVERITIES = ("error", "warning", "note")
# Fill and border: who sees no colours sees the border, and the comment begins with the word.
_FILLS = {"error": "F8CBAD", "warning": "FFE699", "note": "DDEBF7"}
_BORDERS = {"error": ("thick", "C00000"), "warning": ("mediumDashed", "7F6000"),
            "note": ("dotted", "1F4E79")}  # fmt: skip
_HEADS = ("severity", "place", "written", "wrong", "mend", "because", "code")
_WIDTHS = (14, 34, 24, 60, 60, 50, 22)


def require_new(path: Path, language: str) -> None:
    """Raises CallError where ``path`` is no name for a new workbook."""
    texts = texts_in(language, "marked")
    if path.suffix.lower() != ".xlsx":
        raise CallError(texts("suffix", file=path))
    if path.exists():
        raise CallError(texts("exists", file=path))


def write_marked(
    inventory: Inventory, problems: Sequence[Problem], path: Path, language: str
) -> str:
    """Writes the marked copy to ``path``: the inventory's own workbook, or one made of its table.

    Cells with problems are coloured and framed by the worst of them and carry a comment; one more
    sheet lists all problems with links to their cells. Formulas keep the values that they had.
    Returns a line that says what was written.

    Raises CallError where ``path`` exists or is no .xlsx; InputError where the inventory is too
    large or cannot be read again, or the copy cannot be written.
    """
    require_new(path, language)
    texts = texts_in(language, "marked")
    content = marked_xlsx(inventory, problems, language)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise CallError(texts("exists", file=path)) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}.") from error
    return texts("wrote", file=path)


def marked_xlsx(inventory: Inventory, problems: Sequence[Problem], language: str) -> bytes:
    """The marked copy as a file's content."""
    base = open_base(inventory, language)
    marker = _Marker(base, texts_in(language, "marked"))
    marker.mark(problems)
    marker.list_all(problems)
    return with_values(base.book, base.values)


class _Marker:
    def __init__(self, base: Base, texts: Texts) -> None:
        self._base, self._texts = base, texts
        self._is_rtl = direction(texts.language) == "rtl"

    def mark(self, problems: Sequence[Problem]) -> None:
        """Colours and comments the cells that problems stand in."""
        by_cell: dict[Cell, list[Problem]] = defaultdict(list)
        for problem in problems:
            if (cell := self._base.cell_of(problem.place)) is not None:
                by_cell[cell].append(problem)
        for number, (where, found) in enumerate(by_cell.items()):
            cell = self._base.at(where)
            worst = min((p.severity for p in found), key=_SEVERITIES.index)
            _style(cell, worst)
            if number < _MOST_COMMENTS:
                self._comment(cell, found)

    def _comment(self, cell: Any, found: Sequence[Problem]) -> None:
        from openpyxl.comments import Comment

        said = [self._said(p) for p in found]
        if cell.comment is not None and cell.comment.author != AUTHOR:
            said.append(str(cell.comment.text))  # what people wrote stays
        text = clipped("\n\n".join(said), _LONGEST_COMMENT)
        lines = sum(1 + len(line) // 48 for line in text.split("\n"))
        cell.comment = Comment(text, AUTHOR, width=360, height=min(600, 24 + 17 * lines))

    def _said(self, problem: Problem) -> str:
        parts = [f"{self._texts(problem.severity)}: {problem.message}", f"→ {problem.mend}"]
        parts += [f"• {step.text}" for step in problem.because]
        return "\n".join(printable(part) for part in parts)

    def list_all(self, problems: Sequence[Problem]) -> None:
        """A sheet with every problem, those without a cell too; a link leads to the cell."""
        sheet = self._base.new_sheet(self._texts("sheet"))
        sheet.sheet_view.rightToLeft = self._is_rtl
        for column, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True), start=1):
            cell = self._put(sheet, 1, column, self._texts(head))
            _head(cell)
            sheet.column_dimensions[cell.column_letter].width = width
        for row, problem in enumerate(problems, start=2):
            because = "\n".join(step.text for step in problem.because)
            place = problem.place.text(self._texts.language)
            said = (self._texts(problem.severity), place, problem.value or "",
                    problem.message, problem.mend, because, problem.code)  # fmt: skip
            for column, text in enumerate(said, start=1):
                self._put(sheet, row, column, text)
            _style(sheet.cell(row, 1), problem.severity)
            self._link(sheet.cell(row, 2), self._base.cell_of(problem.place))
        if not problems:
            self._put(sheet, 2, 1, self._texts("none"))
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{sheet.cell(1, len(_HEADS)).column_letter}{sheet.max_row}"

    def _put(self, sheet: Any, row: int, column: int, text: str) -> Any:
        from openpyxl.styles import Alignment

        cell = sheet.cell(row, column)
        cell.value = clipped(printable(text), XLSX_CELL_MAX_CHARACTERS)
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.quotePrefix = True
        order = 2 if self._is_rtl else 0  # 2: right to left, 0: as the text says
        cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=order)
        return cell

    def _link(self, cell: Any, target: Cell | None) -> None:
        from openpyxl.utils import quote_sheetname
        from openpyxl.worksheet.hyperlink import Hyperlink

        if target is None:
            return
        aim = self._base.at(target)
        location = f"{quote_sheetname(aim.parent.title)}!{aim.coordinate}"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
        cell.font = _font(underline="single", color="0563C1")


def _style(cell: Any, severity: str) -> None:
    from openpyxl.styles import Border, PatternFill, Side

    style, colour = _BORDERS[severity]
    side = Side(style=style, color=colour)
    cell.fill = PatternFill("solid", start_color=_FILLS[severity])
    cell.border = Border(left=side, right=side, top=side, bottom=side)


def _head(cell: Any) -> None:
    from openpyxl.styles import PatternFill

    cell.font = _font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", start_color="44475A")


def _font(**style: Any) -> Any:
    from openpyxl.styles import Font

    return Font(**style)
