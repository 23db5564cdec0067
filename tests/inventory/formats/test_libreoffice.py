"""Workbooks that LibreOffice saved: titles, merged heads, formats, formulas and hidden rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventory.conftest import AS_OF
from tpgraph.inventory.read import read_inventory
from tpgraph.model import Inventory
from tpgraph.vocabulary import NAMESPACE

FOLDER = Path(__file__).parent / "libreoffice"


def opened(name: str) -> Inventory:
    return read_inventory(FOLDER / name, as_of=AS_OF)


def codes(inventory: Inventory, *severities: str) -> set[str]:
    return {p.code for p in inventory.problems if p.severity in severities}


def column(inventory: Inventory, name: str) -> list[str]:
    return [t.raw.get(name, "") for t in inventory.touchpoints]


def kinds(inventory: Inventory) -> list[str]:
    found = [t.values.get("type", ()) for t in inventory.touchpoints]
    return [str(v[0].iri).removeprefix(NAMESPACE) if v else "" for v in found]


def test_a_romanian_list_with_titles_and_a_head_of_two_rows() -> None:
    inventory = opened("ro.ods")
    assert inventory.company.name == "Atelierul Lânii"
    assert [str(v.iri).removeprefix(NAMESPACE) for v in inventory.company.values["goals"]] == [
        "brandAwareness",
        "customerRetention",
    ]
    assert column(inventory, "cost") == ["1250.5", "0", "240", "1000", "", "90"]
    assert column(inventory, "currency") == ["RON", "RON", "RON", "RON", "", "RON"]
    assert column(inventory, "satisfaction") == ["82", "91", "", "70", "", "65"]
    assert column(inventory, "reviewed")[:2] == ["2026-03-12", "2026-02-28"]
    assert kinds(inventory)[:2] == ["ShopWindow", "Cashier"]
    assert codes(inventory, "error", "warning") == set()
    assert {"title-rows", "hidden-rows", "percent-scale"} <= codes(inventory, "note")


def test_an_italian_list_whose_currency_only_the_format_shows() -> None:
    inventory = opened("it.ods")
    assert column(inventory, "cost") == ["300", "80", "", "50", "0"]
    assert column(inventory, "currency") == ["EUR", "EUR", "", "EUR", "EUR"]
    assert column(inventory, "reviewed") == ["2026-04-01", "", "2026-01-15", "", "2026-06-30"]
    assert column(inventory, "category")[1] == "pubblicità"
    assert "merged-cells" in codes(inventory, "note")


def test_a_russian_list_with_headers_of_two_languages() -> None:
    inventory = opened("ru.xlsx")
    assert column(inventory, "cost")[:3] == ["12000", "45000.75", "0"]
    assert column(inventory, "currency")[:2] == ["RUB", "RUB"]
    assert column(inventory, "clicks")[1] == "2300"
    assert inventory.touchpoints[2].values["reviewed"][0].literal == "2026-09-01"
    assert "hidden-columns" in codes(inventory, "note")
    assert codes(inventory, "error") == set()


def test_a_persian_list_with_persian_digits() -> None:
    inventory = opened("fa.xlsx")
    values = inventory.touchpoints[1].values
    assert values["cost"][0].literal == "1200000"
    assert inventory.touchpoints[0].values["satisfaction"][0].literal == "4.5"
    assert codes(inventory, "error") == set()
    (date,) = [p for p in inventory.problems if p.code == "date-read"]
    assert (date.place.row, date.place.column) == (5, "reviewed")
    assert inventory.touchpoints[1].values["reviewed"][0].literal == "2026-05-01"


@pytest.mark.parametrize("name", ["ro.ods", "it.ods", "ru.xlsx", "fa.xlsx"])
def test_no_column_is_left_unknown(name: str) -> None:
    assert "unknown-column" not in codes(opened(name), "note")
