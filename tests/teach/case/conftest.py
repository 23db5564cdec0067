"""One case for all tests of this folder, and how students fill in its workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tpgraph.teach.case.invent import Invented, Order
from tpgraph.teach.case.write import write_case

AS_OF = date(2026, 11, 22)
PLANTED = (
    "stage-uncovered", "too-costly", "unowned-touchpoint", "no-after-sales-support",
    "inconsistent-touchpoint",
)  # fmt: skip
HEADER_ROW = 7


@dataclass(frozen=True)
class Case:
    """A case on disk, with its key."""

    folder: Path
    invented: Invented

    @cached_property
    def key(self) -> Any:
        return json.loads((self.folder / "teacher" / "key.json").read_text(encoding="utf-8"))

    def items(self, status: str) -> list[Any]:
        return [item for item in self.key["items"] if item["status"] == status]

    def item(self, rule: str, label: str) -> Any:
        [found] = [i for i in self.key["items"] if i["rule"] == rule and i["labels"]["en"] == label]
        return found


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("case") / "shop"
    order = Order("clothingRetail", "small", PLANTED, "en", 11, AS_OF)
    invented, _ = write_case(order, folder)
    return Case(folder, invented)


def fill_in(
    case: Case,
    path: Path,
    rows: Sequence[Sequence[str]],
    *,
    headings: Mapping[int, str] | None = None,
    student: str = "",
) -> Path:
    """A copy of the students' workbook with answers on its first sheet."""
    from openpyxl import load_workbook

    book = load_workbook(case.folder / "student" / "workbook.xlsx")
    sheet = book.worksheets[0]
    for column, heading in (headings or {}).items():
        sheet.cell(HEADER_ROW, column).value = heading
    told = {(3, 2): student} if student else {}
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        told |= {(number, column): text for column, text in enumerate(row, start=1)}
    for (row_number, column), text in told.items():
        cell = sheet.cell(row_number, column)
        cell.value = text
        cell.data_type = "s"  # also where it looks like a formula
    book.save(path)
    return path
