"""Writes the workbook to fill in: touchpoints and company in one language, with drop-down lists."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tpgraph.errors import CallError, InputError
from tpgraph.inventory.columns import has_one_value, range_of
from tpgraph.inventory.company import TERM_KEYS, YES_NO_KEYS
from tpgraph.phrases import not_written
from tpgraph.views.choices import Choices, choices_in
from tpgraph.views.sheet_pen import Pen
from tpgraph.vocabulary import COLUMNS

# The sheet of touchpoints: groups of columns, an example, the headings. The reader takes what
# stands above the headings for titles, so the example is never data.
GROUP_ROW, EXAMPLE_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4
LAST_ROW = 1003  # to here the cells have lists; rows below are read all the same
LISTS = "lists"  # the hidden sheet that the drop-down lists come from
KEY_CELLS = 8  # cells beside a key of the company that takes several values
BOUNDS = (
    "category_share_max", "cost_per_contact_max", "cost_per_conversion_max", "review_days",
    "satisfaction_min", "languages",
)  # fmt: skip

# Groups of columns with the colour of their headings; a column that none names is in the last.
_GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "what": ("1F4E5F", ("name", "type", "category", "channel")),
    "journey": ("2E5E3E", ("stages", "goals", "modality", "personal")),
    "who": ("5B3A6B", ("ownership", "media", "status", "owner", "plan", "reviewed")),
    "figures": ("7A4A12", ("cost", "currency", "reach", "contacts", "clicks", "conversions",
                           "satisfaction", "satisfaction_scale", "importance", "importance_scale",
                           "complaints", "response_hours")),
    "brand": ("7A2E3A", ("values_ok", "message_ok", "look_ok", "tone_ok")),
    "venue": ("3F4A5A", ("space", "staff", "convenience", "atmosphere", "design")),
    "links": ("1B5E57", ("leads_to", "supports", "feedback")),
    "more": ("44475A", ()),
}  # fmt: skip
_WIDTHS = {"name": 32, "type": 30, "leads_to": 28, "url": 30, "notes": 44}
_WIDTH_OF = {"number": 13, "yesno": 15, "date": 14, "concept": 24, "text": 20}
# Of these columns it can matter that there is none.
_NONE_MATTERS = frozenset(
    {"stages", "goals", "category", "owner", "plan", "reviewed", "leads_to", "url", "languages",
     "hours"}
)  # fmt: skip
_LONGEST_LIST = 14  # values; a comment names no more


def write_template(path: Path, language: str) -> None:
    """Writes the workbook of a language to ``path``, whose folder is made where it is missing.

    Raises CallError where the file exists, InputError where it cannot be written.
    """
    content = template_xlsx(language)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise CallError(choices_in(language).texts("template.exists", file=path)) from error
    except OSError as error:
        raise InputError(not_written(path, error)) from error


def template_xlsx(language: str) -> bytes:
    """The workbook of a language, as a file's content."""
    out = io.BytesIO()
    template_book(choices_in(language)).save(out)
    return out.getvalue()


def template_book(choices: Choices) -> Any:
    """The workbook of a language, as openpyxl has it: to be filled in, or saved."""
    return _Template(choices).book()


class _Template(Pen):
    def __init__(self, choices: Choices) -> None:
        super().__init__(choices.language)
        self._choices = choices
        self._texts = choices.texts

    def book(self) -> Any:
        """The workbook, as openpyxl has it."""
        touchpoints = self._book.active
        touchpoints.title = self._texts("sheet.touchpoints")
        company = self._book.create_sheet(self._texts("sheet.company"))
        guide = self._book.create_sheet(self._texts("sheet.guide"))
        self.add_lists(LISTS)
        for sheet in (touchpoints, company, guide):
            self.set_page(sheet)
        self._touchpoints(touchpoints)
        self._company(company)
        self._guide(guide)
        return self._book

    # --------------------------------------------------------------------------- touchpoints

    def _touchpoints(self, sheet: Any) -> None:
        from openpyxl.utils import get_column_letter

        columns = list(COLUMNS)
        example = self._example()
        for number, column in enumerate(columns, start=1):
            letter = get_column_letter(number)
            group = _group_of(column)
            colour = _GROUPS[group][0]
            first = number == 1 or _group_of(columns[number - 2]) != group
            title = self._texts(f"group.{group}") if first else None
            self.put(sheet, GROUP_ROW, number, title, bold=True, colour=colour, fill=_pale(colour))
            self.put(sheet, EXAMPLE_ROW, number, example.get(column), italic=True, colour="808080")
            heading = self._choices.heading(column)
            self.put(sheet, HEADER_ROW, number, heading, bold=True, colour="FFFFFF", fill=colour)
            self.comment(sheet.cell(HEADER_ROW, number), self._about(column))
            holds = COLUMNS[column].holds
            width = sheet.column_dimensions[letter]
            width.width = _WIDTHS.get(column, _WIDTH_OF.get(holds, 20))
            width.font = self.font()
            width.alignment = self.alignment(wrap=True)
            # As text, so that no spreadsheet program makes a date of 1-5.
            width.number_format = {"number": "General", "date": "yyyy-mm-dd"}.get(holds, "@")
            self._validate_column(sheet, column, letter)
        sheet.row_dimensions[HEADER_ROW].height = 48
        sheet.freeze_panes = f"B{FIRST_ROW}"
        last = get_column_letter(len(columns))
        sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{LAST_ROW}"
        sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"

    def _example(self) -> dict[str, Any]:
        label, texts = self._choices.label, self._texts
        kind = label("ShopWindow")
        yes, no = texts("word.yes"), texts("word.no")
        stages = [label("needRecognition"), label("informationSearch")]
        return {
            "name": texts("example.mark", name=kind), "type": kind,
            "category": label("advertising"), "stages": " | ".join(stages),
            "goals": self._choices.of_column("goals")[0], "modality": label("physical"),
            "personal": label("nonpersonal"), "ownership": label("brandOwned"),
            "media": label("ownedMedia"), "status": label("active"),
            "owner": texts("example.owner"), "plan": texts("example.plan"),
            "reviewed": date(2026, 3, 1), "cost": 900, "currency": texts("example.currency"),
            "contacts": 12000, "satisfaction": 4.2, "satisfaction_scale": "1-5", "importance": 4,
            "values_ok": yes, "message_ok": yes, "look_ok": yes, "tone_ok": texts("word.unknown"),
            "leads_to": label("Shop"), "supports": no, "feedback": no,
            "audience": texts("example.audience"), "hours": texts("example.hours"),
            "notes": texts("example.notes"),
        }  # fmt: skip

    def _about(self, column: str) -> str:
        """What the comment at a heading says: definition, allowed values, how to write them."""
        texts, holds = self._texts, COLUMNS[column].holds
        values = self._choices.of_column(column)
        lines = [self._choices.definition(column)]
        if column == "name":
            lines.append(texts("note.required"))
        if holds == "kind":
            lines.append(texts("note.kinds", count=self._digits(len(values))))
        elif holds == "links":
            lines.append(texts("note.links"))
        elif holds == "date":
            lines.append(texts("note.date", date="2026-03-01"))
        elif holds == "number":
            lines.append(texts(_note_of_number(column)))
        elif values:
            if len(values) <= _LONGEST_LIST:
                lines += [texts("note.values"), *(f"• {value}" for value in values)]
            if holds == "text":
                lines.append(texts("note.open"))
        if holds in ("concept", "kind") and not has_one_value(column):
            lines.append(texts("note.several"))
        if column in _NONE_MATTERS:
            lines.append(texts("note.none", none=texts("word.none")))
        return "\n".join(lines)

    def _validate_column(self, sheet: Any, column: str, letter: str) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        holds = COLUMNS[column].holds
        values = self._choices.of_column(column)
        if holds == "links":
            formula = f"$A${FIRST_ROW}:$A${LAST_ROW}"
            rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        elif values:
            rule = DataValidation(type="list", formula1=self.range_of(values), allow_blank=True)
        elif holds == "number" and (limits := range_of(column)).low is not None:
            rule = DataValidation(type="decimal", formula1=str(limits.low), allow_blank=True)
            rule.operator = "greaterThanOrEqual" if limits.high is None else "between"
            rule.formula2 = None if limits.high is None else str(limits.high)
        elif holds == "date":
            rule = DataValidation(type="date", formula1="1", allow_blank=True)
            rule.operator = "greaterThanOrEqual"
        else:
            return
        # Several values, other words and "none" are right, too: a list helps and forbids nothing;
        # of a number or date that looks wrong the program asks whether it is meant.
        rule.showErrorMessage = rule.type != "list"
        rule.errorStyle = "warning"
        rule.error = None if rule.type == "list" else self._about(column)[:255]
        rule.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)

    # ------------------------------------------------------------------------------- company

    def _company(self, sheet: Any) -> None:
        texts, choices = self._texts, self._choices
        # A key in the first column, its values beside it. A row without values is not read.
        self.put(sheet, 1, 1, texts("company.title"), bold=True, colour="1F4E5F", wrap=False)
        row = 3
        yes = texts("word.yes")
        for key in ("name", *TERM_KEYS, *YES_NO_KEYS, "complete"):
            about = texts(f"about.{key}", yes=yes, none=texts("word.none"))
            values = () if key == "name" else choices.of_key(key)
            many = key in ("sells", "goals", "complete", "understanding_methods")
            if key == "complete":
                values = (yes, *values)
            elif key == "understanding_methods":
                values = (*values, texts("word.none"))
            self._key(sheet, row, texts(f"company.{key}"), about, values, many=many)
            row += 1
        self.put(sheet, row + 1, 1, texts("bounds.title"), bold=True, colour="1F4E5F", wrap=False)
        for at, bound in enumerate(BOUNDS, start=row + 2):
            about = texts(f"bounds.{bound}")
            self._key(sheet, at, bound, about, (), many=bound == "languages")
        sheet.column_dimensions["A"].width = 34
        for letter in "BCDEFGHI"[:KEY_CELLS]:
            sheet.column_dimensions[letter].width = 28
        sheet.freeze_panes = "B3"

    def _key(
        self, sheet: Any, row: int, key: str, about: str, values: tuple[str, ...], *, many: bool
    ) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        self.put(sheet, row, 1, key, bold=True, colour="FFFFFF", fill="1F4E5F")
        self.comment(sheet.cell(row, 1), about)
        last = KEY_CELLS if many else 1
        for column in range(2, last + 2):
            self.put(sheet, row, column, None, fill="EEF4F6")
        if values:
            rule = DataValidation(type="list", formula1=self.range_of(values), allow_blank=True)
            rule.showErrorMessage = False
            rule.add(f"B{row}:{'BCDEFGHI'[last - 1]}{row}")
            sheet.add_data_validation(rule)

    # --------------------------------------------------------------------------------- guide

    def _guide(self, sheet: Any) -> None:
        texts = self._texts
        self.put(sheet, 1, 1, texts("sheet.guide"), bold=True, colour="1F4E5F", size=16)
        slots = {
            "touchpoints": texts("sheet.touchpoints"),
            "company": texts("sheet.company"),
            "first": self._digits(FIRST_ROW),
            "name": self._choices.heading("name"),
            "none": texts("word.none"),
        }
        lines = [texts(f"guide.{number}", **slots) for number in range(1, 9)]
        lines += ["tpgraph check FILE.xlsx", "tpgraph analyze FILE.xlsx"]
        for row, line in enumerate(lines, start=3):
            self.put(sheet, row, 1, line)
        sheet.column_dimensions["A"].width = 110

    def _digits(self, number: int) -> str:
        from tpgraph.views.wording import wording_in

        return wording_in(self._choices.language).digits(number)


def _group_of(column: str) -> str:
    return next((g for g, (_, columns) in _GROUPS.items() if column in columns), "more")


def _note_of_number(column: str) -> str:
    limits = range_of(column)
    if limits.low is None:
        return "note.any_number"
    return "note.number" if limits.high is None else "note.rating"


def _pale(colour: str) -> str:
    """A colour mixed with seven times as much white."""
    parts: Sequence[int] = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
    return "".join(f"{(part + 7 * 255) // 8:02X}" for part in parts)
