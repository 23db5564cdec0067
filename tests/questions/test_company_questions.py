"""The questions of a strategist, each by its named query, on a small company read by hand.

A folder ``Qn`` holds

* ``company.toml`` and ``touchpoints.csv``: the company;
* ``expected.tsv``: under the names of the query's columns that matter, every row of the answer in
  English, as it follows from reading the inventory; a cell ``*`` stands for anything;
* ``change.csv``: ``row``, ``column``, ``value``, ``expected``: one cell set to another value (or,
  for the row ``company``, one key of company.toml, as TOML), and what becomes of the answer,
  parted by ``;``. ``gone:a|b``: there was a row with the cells a and b, and there is none any more;
  ``new:a|b``: there is one, and there was none.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tpgraph.model import LANGUAGES
from tpgraph.pipeline import Analysis, analyse
from tpgraph.query.named import named_query

HERE = Path(__file__).parent
AS_OF = date(2026, 1, 15)
COMPANY = "company"
ANYTHING = "*"
FOLDERS = sorted(path.parent for path in HERE.glob("Q*/expected.tsv"))
CODES = {f"Q{number}" for number in range(1, 16)}
# The letters that every sentence of these languages has.
SCRIPTS = {"ru": r"[а-яё]", "fa": r"[\u0600-\u06ff]"}


def table(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@cache
def analysed(folder: Path, lang: str = "en") -> Analysis:
    return analyse(folder, lang=lang, as_of=AS_OF)


def answer(code: str, folder: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The answer's rows, of these columns only."""
    result = analysed(folder).query(named_query(code).name)
    assert set(columns) <= set(result.columns)
    places = [result.columns.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in result.texts()]


def columns_of(folder: Path) -> tuple[str, ...]:
    return tuple(table(folder / "expected.tsv", "\t")[0])


def changed(folder: Path, change: dict[str, str], into: Path) -> Path:
    """A copy of the company with one cell, or one key of company.toml, set to another value."""
    copy = into / folder.name
    copy.mkdir()
    shutil.copy(folder / "company.toml", copy)
    shutil.copy(folder / "touchpoints.csv", copy)
    row, column, value = change["row"], change["column"], change["value"]
    if row == COMPANY:
        text = (copy / "company.toml").read_text(encoding="utf-8")
        line = f"{column} = {value}\n" if value else ""
        text, count = re.subn(rf"(?m)^{column} = .*\n", lambda _: line, text)
        (copy / "company.toml").write_text(text, encoding="utf-8")
    else:
        rows = table(folder / "touchpoints.csv", ",")
        cells = [cells for cells in rows if cells["name"] == row]
        count = len(cells)
        for each in cells:
            assert each[column] != value, f"{folder.name}: {row}, {column} is {value} already"
            each[column] = value
        with (copy / "touchpoints.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    assert count == 1, f"{folder.name}: {row}, {column} is not one cell"
    return copy


CHANGES = [(folder, change) for folder in FOLDERS for change in table(folder / "change.csv", ",")]


def test_the_questions_are_there() -> None:
    assert {folder.name for folder in FOLDERS} == CODES
    assert {folder for folder, _ in CHANGES} == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_answer_is_what_a_reader_finds(folder: Path) -> None:
    expected = table(folder / "expected.tsv", "\t")
    rest = Counter(answer(folder.name, folder, columns_of(folder)))
    # Whole rows first, so that one with a blank to fill does not take another's place.
    for row in sorted((tuple(r.values()) for r in expected), key=lambda r: r.count(ANYTHING)):
        fitting = [
            found
            for found in rest
            if all(w in (ANYTHING, f) for w, f in zip(row, found, strict=True))
        ]
        assert fitting, f"{folder.name}: {row} is not among {sorted(rest)}"
        rest -= Counter([fitting[0]])
    assert not rest, f"{folder.name}: nobody expected {sorted(rest)}"


@pytest.mark.parametrize(
    ("folder", "change"),
    CHANGES,
    ids=[f"{folder.name}-{change['row']}-{change['column']}" for folder, change in CHANGES],
)
def test_one_cell_changes_the_answer(folder: Path, change: dict[str, str], tmp_path: Path) -> None:
    columns = columns_of(folder)
    before = answer(folder.name, folder, columns)
    after = answer(folder.name, changed(folder, change, tmp_path), columns)
    for effect in change["expected"].split(";"):
        what, _, text = effect.strip().partition(":")
        cells = set(text.split("|"))
        was = any(cells <= set(row) for row in before)
        now = any(cells <= set(row) for row in after)
        assert what in ("gone", "new")
        assert (was, now) == ((True, False) if what == "gone" else (False, True)), effect


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_language_has_the_same_rows_in_its_own_words(folder: Path) -> None:
    name = named_query(folder.name).name
    results = {lang: analysed(folder, lang).query(name) for lang in LANGUAGES}
    assert {result.columns for result in results.values()} == {results["en"].columns}
    records = {lang: result.records() for lang, result in results.items()}
    assert {len(rows) for rows in records.values()} == {len(records["en"])}
    for lang, rows in records.items():
        messages = {f.id: (f.title, f.message) for f in analysed(folder, lang).all_findings}
        for row in rows:
            if row.get("finding") is None or "message" not in row:
                continue
            title, message = messages[row["finding"]]
            assert row["message"] == message
            assert row.get("problem", title) == title
            assert re.search(SCRIPTS.get(lang, "."), message, re.IGNORECASE)
    # One finding says something else in each language.
    said: dict[str, list[str]] = {}
    for rows in records.values():
        for found, message in {(r["finding"], r["message"]) for r in rows if r.get("finding")}:
            said.setdefault(found, []).append(message)
    assert all(len(set(messages)) == len(LANGUAGES) for messages in said.values())
