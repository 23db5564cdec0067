"""Inventories in JSON: shapes, types, lines, and what is no JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.inventory.conftest import AS_OF, codes
from tpgraph.errors import InputError
from tpgraph.inventory.limits import LIMITS, variable
from tpgraph.inventory.read import read_inventory
from tpgraph.model import Inventory

Read = Callable[[Any], Inventory]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(data: Any) -> Inventory:
        path = tmp_path / "Bar Mario.json"
        if isinstance(data, bytes):
            path.write_bytes(data)
        else:
            text = data if isinstance(data, str) else json.dumps(data)
            path.write_text(text, encoding="utf-8")
        return read_inventory(path, as_of=AS_OF)

    return read


def test_types_and_lists(read: Read) -> None:
    text = """{
  "company": {"nome": "Mario", "sells_online": false, "goals": [],
    "complete": ["stages"],
    "bounds": {"category_share_max": 0.50, "languages": ["it", "en"]},
    "accept": [{"rule": "unowned-touchpoint", "concerns": "A", "reason": "x"}]},
  "touchpoints": [
    {"name": "A", "cost": 1.234, "stage": ["purchase", "post-purchase"],
     "look_ok": true, "clicks": 1200, "owner": null, "colour": "red"},
    {"name": "B", "stages": "purchase; post-purchase", "leads_to": ["A"], "notes": []}
  ]
}"""
    inventory = read(text)
    a, b = inventory.touchpoints
    assert (a.place.row, b.place.row) == (7, 9)
    assert [v.literal for v in a.values["cost"]] == ["1.234"]
    assert [v.literal for v in a.values["look_ok"]] == ["true"]
    assert a.values["stages"][0].iri == b.values["stages"][0].iri
    assert len(a.values["stages"]) == len(b.values["stages"]) == 2
    assert a.extra == {"colour": "red"}
    assert b.values["leads_to"][0].iri == a.iri
    company = inventory.company
    assert company.name == "Mario"
    assert set(company.none) == {"goals"}
    assert company.complete["stages"].row == 3
    assert [v.literal for v in company.bounds["category_share_max"]] == ["0.5"]
    assert company.bounds["languages"][0].place.row == 4
    assert company.accepts[0].place.row == 5
    assert codes(inventory) == ["unknown-column"]


def test_other_shapes(read: Read) -> None:
    assert read([{"name": "A"}]).company.name == "Bar Mario"
    answer = {
        "schema": 1,
        "lang": "en",
        "company": "https://w3id.org/tpgraph/data/bar-luigi",
        "as_of": "2026-11-22",
        "columns": ["name"],
        "rows": [{"name": "A"}],
    }
    inventory = read(answer)
    assert inventory.company.iri == answer["company"]
    assert codes(inventory) == []
    inventory = read({"punti di contatto": [{"nome": "A"}], "azienda": "Luigi", "x": 1})
    assert inventory.company.name == "Luigi"
    assert codes(inventory) == ["other-keys"]


def test_what_cannot_be_told_counts_as_unknown(read: Read) -> None:
    inventory = read('[{"name": "A", "owner": {"x": 1}, "url": [["y"]], "notes": 1, "notes": 2}]')
    (a,) = inventory.touchpoints
    assert a.unclear == {"owner", "url"}
    assert a.raw["notes"] == "2"
    assert codes(inventory) == ["duplicate-key", "nested-value", "nested-value"]
    inventory = read([{"name": "A", "stage": "purchase", "stages": "x", "owner": ["a|b"]}])
    assert {"duplicate-key", "bar-in-value"} <= set(codes(inventory))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"{", "row 1"),
        (b'{"touchpoints": [\n{"name": "A"},\n]}', "row 3"),
        (b'{"touchpoints": [{"name": "A"}]} x', "Extra data"),
        (b'[{"name": "A"}', "no JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'"name"', "neither an object nor a list"),
        (b'{"name": "A"}', "no list of touchpoints"),
        (b"[1]", "where a touchpoint should"),
        (b'[{"name": "A"}, [2]]', "where a touchpoint should"),
        (b"[]", "no touchpoints"),
        (b'{"touchpoints": [{}]}', "no touchpoints"),
        (b"name,type\nShop,x\n", "no JSON"),
        (b"PK\x03\x04", "workbook"),
    ],
)
def test_what_is_no_inventory(read: Read, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(data)


def test_numbers_nobody_can_hold(read: Read) -> None:
    digits = b"9" * 10_000
    inventory = read(b'[{"name": "A", "cost": ' + digits + b', "clicks": 1e999, "reach": NaN}]')
    assert inventory.touchpoints[0].unclear == {"cost", "clicks", "reach"}
    company = b'{"company": {"bounds": {"x_max": ' + digits + b'}}, "touchpoints": [{"name": "A"}]}'
    assert read(company).company.name == "Bar Mario"


def test_limits(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPGRAPH_MAX_CELLS", "1000")
    with pytest.raises(InputError, match="TPGRAPH_MAX_CELLS"):
        read([{"name": "A", "x": [[] for _ in range(5000)]}])
    wide = [{"name": f"n{i}", f"k{i}": "x"} for i in range(300)]
    monkeypatch.setenv("TPGRAPH_MAX_WIDTH", "50000")
    with pytest.raises(InputError, match="TPGRAPH_MAX_WIDTH"):
        read(wide)
    monkeypatch.setenv("TPGRAPH_MAX_WIDTH", "100000")
    assert len(read(wide).touchpoints) == 300


def test_a_name_with_half_a_character(read: Read) -> None:
    (a,) = read('[{"name": "A\\ud800b"}]').touchpoints
    assert a.name == "Ab"


def test_the_example_of_the_readme(read: Read) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    example = next(b for b in re.findall(r"```json\n(.*?)```", text, re.DOTALL) if "touchp" in b)
    inventory = read(example)
    assert [t.name for t in inventory.touchpoints] == ["Shop window", "Counter"]
    assert inventory.company.name == "Café Linden"
    assert codes(inventory) == ["kind-from-name"]


def test_the_readme_names_every_limit_as_it_is() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, limit in LIMITS.items():
        said = re.search(rf"`{variable(name)}`\s\((\d[\d,]*)", text)
        assert said is not None, name
        assert int(said[1].replace(",", "")) == limit.default
