"""The students' workbook: the inventory filled in part, and the sheet that they answer on."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from typing import Any

from tpgraph.model import Finding, Status
from tpgraph.reason.rules import load_rules
from tpgraph.teach.case.draft import Draft, Row
from tpgraph.teach.case.invent import Invented, read_draft
from tpgraph.teach.case.words import Words
from tpgraph.teach.packed import repacked
from tpgraph.views.own_workbook import own_book
from tpgraph.views.sheet_pen import Pen
from tpgraph.views.template import FIRST_ROW
from tpgraph.vocabulary import COLUMNS

LISTS = "answer_lists"  # the hidden sheet with what the drop-down lists offer; nothing else
HEADER_ROW = 7
ANSWER_ROWS = 60
COLUMN_KEYS = ("status", "rule", "concerns", "reason")
STATUSES: tuple[Status, ...] = ("gap", "ok", "unknown")
_TO_FILL = "FFF3C4"  # cells that the case text fills
# Columns whose content the case text tells in a sentence.
TOLD = (
    "values_ok", "message_ok", "look_ok", "tone_ok", "owner", "plan", "reviewed", "cost",
    "satisfaction", "hours", "url",
)  # fmt: skip
_OTHERS_TOLD = 4  # facts that only the text tells though nothing is planted there


def withhold(invented: Invented) -> dict[str, tuple[str, ...]]:
    """By touchpoint, the columns that the workbook leaves blank and the case text tells.

    What is decisive is told, and something that is not, so that being told gives nothing away.
    """
    draft, rng = invented.draft, random.Random(f"{invented.order}/notes")
    held: dict[str, tuple[str, ...]] = {}
    for row in draft.rows:
        found = [c for c in TOLD if _is_decisive(row, c, draft, invented.words)]
        if row.is_chosen and found:
            held[row.name] = tuple(found)
    others = [row for row in draft.rows if not row.is_chosen]
    for row in rng.sample(others, min(_OTHERS_TOLD, len(others))):
        held[row.name] = (rng.choice(("owner", "plan", "reviewed", "cost", "satisfaction")),)
    return held


def _is_decisive(row: Row, column: str, draft: Draft, words: Words) -> bool:
    value = row.cells.get(column)
    planted = {rule for rule, rows in draft.expected.items() if any(r is row for r in rows)}
    if column == "cost":
        return "too-costly" in planted
    if column == "satisfaction":
        return bool(planted & {"service-risk", "concentrate-here", "possible-overkill"})
    if column == "reviewed" and "unreviewed-touchpoint" in planted:
        return True
    if column == "url":
        return value == words.none
    unsaid = column not in ("hours", *draft.complete) and any(r is row for r in draft.open.values())
    return value in (words.none, words.no, words.unknown) or (value == "" and unsaid)


def concerns_of(invented: Invented, findings: Sequence[Finding]) -> list[str]:
    """What the asked rules speak of, as the drop-down list offers it."""
    labels = [f.labels[f.concerns[0]] for f in findings]
    names = [row.name for row in invented.draft.rows]
    rest = [label for label in dict.fromkeys(labels) if label not in names]
    return [*names, *rest]


def student_workbook(
    invented: Invented,
    held: Mapping[str, tuple[str, ...]],
    asked: Sequence[str],
    concerns: Sequence[str],
    code: str,
) -> bytes:
    """The workbook: answers first, then touchpoints, company and guide. No key is in it.

    The same case gives the same bytes.
    """
    words = invented.words
    book = own_book(read_draft(invented.draft, words, held), words.language)
    _mark(book.worksheets[0], invented.draft, held)
    _Answers(words, book).write(asked, concerns, code)
    out = io.BytesIO()
    book.save(out)
    return repacked(out.getvalue(), invented.order.as_of)


def _mark(sheet: Any, draft: Draft, held: Mapping[str, tuple[str, ...]]) -> None:
    from openpyxl.styles import PatternFill

    at = {column: number for number, column in enumerate(COLUMNS, start=1)}
    for line, row in enumerate(draft.rows, start=FIRST_ROW):
        for column in held.get(row.name, ()):
            sheet.cell(line, at[column]).fill = PatternFill("solid", start_color=_TO_FILL)


class _Answers(Pen):
    def __init__(self, words: Words, book: Any) -> None:
        super().__init__(words.language, book)
        self._words = words

    def write(self, asked: Sequence[str], concerns: Sequence[str], code: str) -> None:
        texts = self._words.texts
        sheet = self._book.create_sheet(texts("answers.sheet"), 0)
        self._book.active = 0
        for other in self._book.worksheets[1:]:
            other.sheet_view.tabSelected = False
        self.add_lists(LISTS)
        self.set_page(sheet)
        self.put(
            sheet, 1, 1, texts("answers.title"), bold=True, colour="1F4E5F", size=16, wrap=False
        )
        self.put(sheet, 2, 1, texts("answers.code"), bold=True)
        self.put(sheet, 2, 2, code)
        self.put(sheet, 3, 1, texts("answers.name"), bold=True)
        self.put(sheet, 3, 2, None, fill="EEF4F6")
        self.put(sheet, 4, 1, texts("answers.how"), wrap=True)
        sheet.merge_cells(start_row=4, start_column=1, end_row=4, end_column=4)
        sheet.row_dimensions[4].height = 78
        self.put(sheet, 5, 1, texts("answers.marks"), italic=True)
        sheet.merge_cells(start_row=5, start_column=1, end_row=5, end_column=4)
        sheet.row_dimensions[5].height = 34
        lists = self._lists_of(asked, concerns)
        for number, (key, width) in enumerate(zip(COLUMN_KEYS, (16, 44, 44, 60), strict=True), 1):
            heading = texts(f"answers.{key}")
            self.put(sheet, HEADER_ROW, number, heading, bold=True, colour="FFFFFF", fill="1F4E5F")
            sheet.column_dimensions["ABCD"[number - 1]].width = width
            self._column(sheet, number, lists.get(key, ()))
        sheet.freeze_panes = f"A{HEADER_ROW + 1}"

    def _lists_of(
        self, asked: Sequence[str], concerns: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        titles = rule_titles(self._words.language)
        return {
            "status": tuple(self._words.texts(f"status.{status}") for status in STATUSES),
            "rule": tuple(titles[rule] for rule in asked),
            "concerns": tuple(concerns),
        }

    def _column(self, sheet: Any, number: int, values: tuple[str, ...]) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        last = HEADER_ROW + ANSWER_ROWS
        for row in range(HEADER_ROW + 1, last + 1):
            self.put(sheet, row, number, None, fill="F7FAFB" if row % 2 else None)
            sheet.cell(row, number).number_format = "@"
        if values:
            rule = DataValidation(type="list", formula1=self.range_of(values), allow_blank=True)
            rule.showErrorMessage = True
            rule.errorStyle = "warning"
            letter = "ABCD"[number - 1]
            rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{last}")
            sheet.add_data_validation(rule)


def rule_titles(language: str) -> dict[str, str]:
    """The titles of the gap rules in a language, by name."""
    rules = load_rules(language)
    return {rule.name: rules.entries[rule.name].text("title", language) for rule in rules.gaps}
