"""Rows that only add up others are no touchpoints: they are left out, and a note names them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.totals import is_total_row, is_total_word
from tpgraph.model import Inventory

AS_OF = date(2026, 11, 22)


@pytest.mark.parametrize(
    "name",
    [
        "Total", "TOTAL:", "Grand total", "Subtotal", "Total general", "Итого", "Всего:", "جمع کل",
        "جمع", "Totale", "Totale complessivo", "Totale 2026 (EUR)", "Итого, ₽", "Total 2025",
    ],
)  # fmt: skip
def test_words_for_total_over_figures(name: str) -> None:
    assert is_total_row(name, ["12 400", "€ 7.620", "۸٬۰۰۰", "-", "", "100 %", "35 руб."])
    assert is_total_row(name, [])


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Total", ["physical", "12"]),  # a row that says what it is is one
        ("Totale", ["attivo"]),
        ("Итого", ["2026-03-01 проверено"]),
        ("Total station rental", ["12"]),
        ("Total wine tasting", ["12"]),
        ("Итоговый отчёт", ["12"]),
        ("Leaflets", ["12"]),
        ("2026", ["12"]),
        ("EUR", ["12"]),
    ],
)
def test_what_is_no_row_of_totals(name: str, cells: list[str]) -> None:
    assert not is_total_row(name, cells)


def test_google_analytics_knows_the_same_words() -> None:
    assert is_total_word("Grand total")
    assert is_total_word("Общий итог")
    assert not is_total_word("")
    assert not is_total_word("2026")


def _read(folder: Path, text: str, company: str = "") -> Inventory:
    (folder / "touchpoints.csv").write_text(text, encoding="utf-8")
    (folder / "company.toml").write_text(f'name = "A"\n{company}', encoding="utf-8")
    return read_inventory(folder, as_of=AS_OF)


LIST = "name,cost,currency,stages,Internal\nLeaflets,10,EUR,purchase,1\nPosters,5,EUR,purchase,2\n"


def test_the_row_is_left_out_with_a_note_that_names_it(tmp_path: Path) -> None:
    inventory = _read(tmp_path, LIST + "Total,15,,,3\n", 'complete = ["stages", "cost"]\n')
    assert [t.name for t in inventory.touchpoints] == ["Leaflets", "Posters"]
    (left_out,) = [p for p in inventory.problems if p.code == "total-row"]
    assert (left_out.severity, left_out.value) == ("note", "Total")
    assert (left_out.place.row, left_out.place.column) == (4, "name")
    # It is no touchpoint that nobody could read: what is complete stays so.
    assert {"stages", "cost"} <= inventory.company.complete.keys()
    assert not inventory.company.doubtful
    assert "not-closed" not in {p.code for p in inventory.problems}


def test_in_every_language_the_note_says_which_row(tmp_path: Path) -> None:
    inventory = _read(tmp_path, LIST + "Итого,15,,,3\n")
    (left_out,) = [p for p in inventory.problems if p.code == "total-row"]
    said = {left_out.in_language(language).message for language in ("en", "ro", "ru", "fa", "it")}
    assert len(said) == 5
    assert all("Итого" in message for message in said)


def test_a_row_called_total_that_says_what_it_is_stays(tmp_path: Path) -> None:
    inventory = _read(tmp_path, LIST + "Total,15,,purchase,3\n")
    assert [t.name for t in inventory.touchpoints] == ["Leaflets", "Posters", "Total"]
