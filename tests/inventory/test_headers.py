"""Headers and values as people write them: how many are understood, and how many rightly."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpgraph.inventory.recognise import load_index
from tpgraph.vocabulary import COLUMNS, NAMESPACE

FOLDER = Path(__file__).parent / "headers"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _sure_column(header: str) -> str | None:
    index = load_index()
    column = index.column(header) or index.column_in_words(header)
    if column is None:
        offers, is_sure = index.like_columns(header)
        column = offers[0].term if is_sure else None
    return column


def _sure_term(scheme: str, value: str) -> str | None:
    index = load_index()
    terms = index.terms(scheme, value)
    if terms:
        return terms[0].removeprefix(NAMESPACE) if len(terms) == 1 else None
    offers, is_sure = index.like_terms(scheme, value)
    return offers[0].term.removeprefix(NAMESPACE) if is_sure else None


# The floors lie a little under the figures of headers/README.md.
def test_headers_are_understood_rightly() -> None:
    answers = [(_sure_column(r["header"]), r["columns"].split("|")) for r in _rows("headers.tsv")]
    assert len(answers) > 300
    sure = [(column, meant) for column, meant in answers if column is not None]
    right = sum(column in meant for column, meant in sure)
    known = [column for column, meant in answers if meant[0] != "-"]
    covered = sum(column is not None for column in known)
    figures = f"precision {right / len(sure):.3f}, coverage {covered / len(known):.3f}"
    assert right / len(sure) >= 0.99, figures
    assert covered / len(known) >= 0.94, figures


def test_values_are_understood_rightly() -> None:
    answers = [(_sure_term(r["scheme"], r["value"]), r["term"]) for r in _rows("values.tsv")]
    assert len(answers) > 200
    sure = [(term, meant) for term, meant in answers if term is not None]
    right = sum(term == meant for term, meant in sure)
    known = [term for term, meant in answers if meant != "-"]
    covered = sum(term is not None for term in known)
    figures = f"precision {right / len(sure):.3f}, coverage {covered / len(known):.3f}"
    assert right / len(sure) >= 0.99, figures
    assert covered / len(known) >= 0.93, figures


def test_the_labelled_headers_name_columns_that_there_are() -> None:
    named = {column for row in _rows("headers.tsv") for column in row["columns"].split("|")}
    assert named <= {*COLUMNS, "-"}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Cost/month", "cost"),
        ("cost/lună", "cost"),
        ("Стоимость, руб", "cost"),
        ("etapa cumpărării", "stages"),
        ("Importanza (1-5)", "importance"),
        ("زمان پاسخگویی (ساعت)", "response_hours"),
    ],
)
def test_a_unit_or_an_ending_does_not_hide_a_column(header: str, column: str) -> None:
    assert load_index().column_in_words(header) == column


# A unit that does not fit the column, or a word that says something else, is no detail.
@pytest.mark.parametrize(
    "header", ["Sales EUR", "Cost per click", "No. of staff", "Channel owner", "Date", "Total", ""]
)
def test_what_says_something_else_is_no_column(header: str) -> None:
    assert load_index().column_in_words(header) is None
