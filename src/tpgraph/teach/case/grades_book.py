"""The workbook of a class's grades: a table and a chart, the questions, and all feedback."""

from __future__ import annotations

import io
from collections.abc import Sequence
from statistics import mean, median
from typing import Any

from tpgraph.phrases import digits
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.teach.case.feedback import remark, said_mark, verdict_words
from tpgraph.teach.case.grade import Grades
from tpgraph.teach.case.student import rule_titles
from tpgraph.views.safe import XLSX_CELL_MAX_CHARACTERS, clipped, printable
from tpgraph.views.sheet_pen import Pen

_HEAD = 3  # the row of the headings of each sheet
_BANDS = 10  # of the chart of results
_OFTEN_WRONG = 0.1  # the part of a class from which on false alarms are worth a row


def grades_workbook(grades: Grades, language: str) -> bytes:
    """The grades as a workbook in a language; no cell is ever a formula."""
    out = io.BytesIO()
    _Book(grades, language).book().save(out)
    return out.getvalue()


class _Book(Pen):
    def __init__(self, grades: Grades, language: str) -> None:
        from openpyxl.styles import Alignment

        super().__init__(language)
        self._grades = grades
        self._language = language
        self._texts: Texts = texts_in(language, "case")
        self._titles = rule_titles(language)
        self._middle = Alignment(horizontal="center", vertical="top")

    def book(self) -> Any:
        """The workbook, as openpyxl has it."""
        first = self._book.active
        first.title = self._texts("grades.sheet")
        questions = self._book.create_sheet(self._texts("grades.questions"))
        feedback = self._book.create_sheet(self._texts("grades.feedback"))
        for sheet in (first, questions, feedback):
            self.set_page(sheet)
        self._class(first)
        self._questions(questions)
        self._feedback(feedback)
        return self._book

    def _write(self, sheet: Any, row: int, column: int, value: Any, **style: Any) -> None:
        if isinstance(value, str):
            value = clipped(printable(value), XLSX_CELL_MAX_CHARACTERS)
        self.put(sheet, row, column, value, **style)
        if isinstance(value, int | float):
            sheet.cell(row, column).alignment = self._middle
        if isinstance(value, str):
            # Never a formula, whatever it begins with.
            sheet.cell(row, column).data_type = "s"
            sheet.cell(row, column).quotePrefix = True

    def _head(self, sheet: Any, title: str, headings: Sequence[str], widths: Sequence[int]) -> None:
        from openpyxl.utils import get_column_letter

        self._write(sheet, 1, 1, title, bold=True, colour="1F4E5F", size=16, wrap=False)
        for column, (key, width) in enumerate(zip(headings, widths, strict=True), start=1):
            heading = self._texts(f"grades.{key}")
            self._write(sheet, _HEAD, column, heading, bold=True, colour="FFFFFF", fill="1F4E5F")
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = f"A{_HEAD + 1}"
        sheet.row_dimensions[_HEAD].height = 32

    def _class(self, sheet: Any) -> None:
        keys = ("file", "student", "points", "most", "percent", "found", "missed", "unknown_right",
                "false_alarms", "half", "remark")  # fmt: skip
        title = self._texts("grades.title", name=self._grades.key["company"]["name"])
        self._head(sheet, title, keys, (26, 22, 9, 9, 10, 11, 11, 12, 12, 12, 60))
        row = _HEAD
        for row, each in enumerate(self._grades.marked, start=_HEAD + 1):
            alarms = each.count("false_gap", "false_unknown", "unknown_called_gap",
                                "beside_the_point")  # fmt: skip
            cells = (
                each.submission.file, each.submission.student, each.points, each.most, each.share,
                each.count("found"), each.count("missed"), each.count("unknown_right"), alarms,
                each.count("half_found"), remark(each, self._language),
            )  # fmt: skip
            for column, value in enumerate(cells, start=1):
                self._write(sheet, row, column, value, fill=_shade(each.submission.trouble))
            sheet.cell(row, 5).number_format = "0%"
            _fit(sheet, row, str(cells[-1]), 60)
        last = row
        shares = [m.share for m in self._grades.marked if m.submission.trouble is None]
        for at, (key, value) in enumerate(
            (("mean", mean(shares) if shares else None),
             ("median", median(shares) if shares else None)), start=last + 2,
        ):  # fmt: skip
            self._write(sheet, at, 1, self._texts(f"grades.{key}"), bold=True)
            self._write(sheet, at, 5, value, bold=True)
            sheet.cell(at, 5).number_format = "0%"
        self._bands(sheet, last + 5, shares)

    def _bands(self, sheet: Any, row: int, shares: Sequence[float]) -> None:
        """How many reached which part of the points, and a chart of it."""
        self._write(sheet, row, 1, self._texts("grades.band"), bold=True)
        self._write(sheet, row, 2, self._texts("grades.students"), bold=True)
        for band in range(_BANDS):
            low, high = band / _BANDS, (band + 1) / _BANDS
            is_last = band == _BANDS - 1
            count = sum(low <= share < high or (is_last and share >= high) for share in shares)
            shown = f"{band * 10}–{(band + 1) * 10} %"
            self._write(sheet, row + 1 + band, 1, digits(shown, self._language))
            self._write(sheet, row + 1 + band, 2, count)
        chart = self._chart("grades.chart", "grades.band", "grades.students")
        chart.y_axis.number_format = "0"
        chart.y_axis.majorUnit = max(1, len(shares) // 10)
        self._plot(chart, sheet, row, 2, row + _BANDS)
        sheet.add_chart(chart, f"D{row}")

    def _questions(self, sheet: Any) -> None:
        keys = ("heading", "concerns", "right_status", "asked", "right", "percent", "difficulty",
                "instead")  # fmt: skip
        self._head(sheet, self._texts("grades.questions"), keys, (42, 36, 14, 12, 10, 11, 13, 34))
        # What is in order is asked as well, but there is too much of it to be listed whole.
        listed = [
            q
            for q in self._grades.questions
            if q.item["status"] != "ok" or (q.difficulty or 0) >= _OFTEN_WRONG
        ]
        listed.sort(key=lambda q: q.item["status"] == "ok")
        row = _HEAD
        for row, question in enumerate(listed, start=_HEAD + 1):
            item = question.item
            share = question.right / question.asked if question.asked else None
            cells = (
                self._titles.get(item["rule"], item["rule"]), item["labels"][self._language],
                self._texts(f"status.{item['status']}"), question.asked, question.right, share,
                question.difficulty, self._instead(question.wrong),
            )  # fmt: skip
            for column, value in enumerate(cells, start=1):
                self._write(sheet, row, column, value)
            for column in (6, 7):
                sheet.cell(row, column).number_format = "0%"
        if listed:
            chart = self._chart("grades.question_chart", "grades.concerns", "grades.difficulty")
            chart.type = "bar"
            chart.y_axis.number_format = "0%"
            chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
            chart.x_axis.scaling.orientation = "maxMin"
            chart.height = max(8.0, 0.75 * len(listed) + 3)
            self._plot(chart, sheet, _HEAD, 7, row, labels=2)
            sheet.add_chart(chart, f"A{row + 3}")

    def _instead(self, wrong: Any) -> str:
        said = [
            f"{self._texts(f'status.{status}' if status else 'grades.nothing')}: "
            f"{self._texts.shown(count)}"
            for status, count in sorted(wrong.items(), key=lambda each: (-each[1], str(each[0])))
        ]
        return self._texts.parted(said)

    def _feedback(self, sheet: Any) -> None:
        keys = ("file", "student", "verdict", "heading", "concerns", "points", "why")
        widths = (26, 22, 24, 40, 32, 9, 90)
        self._head(sheet, self._texts("grades.feedback"), keys, widths)
        row = _HEAD
        for each in self._grades.marked:
            submission = each.submission
            language = submission.language
            if submission.trouble is not None:
                row += 1
                self._write(sheet, row, 1, submission.file)
                self._write(sheet, row, 7, remark(each, language))
            for one in each.marks:
                if one.verdict == "sound":
                    continue
                row += 1
                heading, concern, why = said_mark(one, language)
                cells = (submission.file, submission.student, verdict_words(one.verdict, language),
                         heading, concern, one.points, why)  # fmt: skip
                for column, value in enumerate(cells, start=1):
                    self._write(sheet, row, column, value)
                _fit(sheet, row, why, 90)
        if row > _HEAD:
            sheet.auto_filter.ref = f"A{_HEAD}:G{row}"

    def _chart(self, title: str, across: str, up: str) -> Any:
        from openpyxl.chart import BarChart

        chart = BarChart()
        chart.title = self._texts(title)
        chart.x_axis.title, chart.y_axis.title = self._texts(across), self._texts(up)
        chart.legend = None
        chart.gapWidth = 40
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.height, chart.width = 8.5, 20
        return chart

    def _plot(
        self, chart: Any, sheet: Any, head: int, column: int, last: int, *, labels: int = 1
    ) -> None:
        from openpyxl.chart import Reference

        data = Reference(sheet, min_col=column, min_row=head + 1, max_row=last)
        chart.add_data(data, titles_from_data=False)
        chart.set_categories(Reference(sheet, min_col=labels, min_row=head + 1, max_row=last))
        chart.series[0].graphicalProperties.solidFill = "1F4E5F"


def _fit(sheet: Any, row: int, text: str, width: int) -> None:
    """Makes a row as high as its longest text needs in a column of ``width`` letters."""
    sheet.row_dimensions[row].height = 15.5 * max(1, -(-len(text) // width), 2 if width > 60 else 1)


def _shade(trouble: object) -> str | None:
    return "FBE5E1" if trouble is not None else None
