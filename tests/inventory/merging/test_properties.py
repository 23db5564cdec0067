"""Whatever the sources hold: their order decides nothing, no row and no cell is lost in silence."""

from __future__ import annotations

import csv
import io
import tempfile
from itertools import permutations
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.inventory.merging.conftest import facts, read
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Inventory

COLUMNS = ("name", "url", "stages", "owner", "cost", "currency", "status", "leads_to", "type")
NAMES = ("Till", "till", "IG", "Instagram", "Instagram page", "Bill", "Café", "cafe")
CELLS = {
    "name": st.sampled_from(NAMES),
    "url": st.sampled_from(["", "", "x.example.com", "https://X.example.com/", "y.example.com"]),
    "stages": st.sampled_from(["", "purchase", "post-purchase", "purchase|evaluation", "none"]),
    "owner": st.sampled_from(["", "Ana", "ana", "Ion", "none", "unknown"]),
    "cost": st.sampled_from(["", "5", "6"]),
    "currency": st.sampled_from(["", "EUR", "USD"]),
    "status": st.sampled_from(["", "", "active", "retired"]),
    "leads_to": st.sampled_from(["", "", "none", *NAMES]),
    "type": st.sampled_from(["", "", "Coupon", "Receipt"]),
}
ROW = st.tuples(*(CELLS[column] for column in COLUMNS))
SOURCES = st.lists(st.lists(ROW, min_size=1, max_size=4), min_size=2, max_size=3)
DECISIONS = st.sampled_from(
    [
        None,
        '[same]\nIG = "Instagram"\n',
        '[same]\nBill = "Till"\n[different]\n"Café" = "cafe"\n[prefer]\nowner = "s0.csv"\n',
    ]
)
QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def table(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, *rows])
    return out.getvalue()


def everything(inventory: Inventory) -> object:
    """The graph, and every place of every fact."""
    found = inventory_graph(inventory).facts
    return facts(inventory), {key: fact.places for key, fact in found.items()}


@given(SOURCES, DECISIONS)
@QUIET
def test_the_order_of_the_sources_changes_only_that_of_the_rows(
    sources: list[list[tuple[str, ...]]], decisions: str | None
) -> None:
    files = {f"s{n}.csv": table(rows) for n, rows in enumerate(sources)}
    with tempfile.TemporaryDirectory() as folder:
        answers = [
            read(Path(folder), files, sources=order, mapping=decisions)
            for order in permutations(files)
        ]
    for inventory in answers[1:]:
        assert everything(inventory) == everything(answers[0])
        assert {str(p) for p in inventory.problems} == {str(p) for p in answers[0].problems}


@given(SOURCES, DECISIONS)
@QUIET
def test_no_row_and_no_cell_is_lost_in_silence(
    sources: list[list[tuple[str, ...]]], decisions: str | None
) -> None:
    files = {f"s{n}.csv": table(rows) for n, rows in enumerate(sources)}
    with tempfile.TemporaryDirectory() as folder:
        inventory = read(Path(folder), files, mapping=decisions)
    parts = [part for t in inventory.touchpoints for part in t.parts or (t,)]
    assert sorted((p.place.file, p.place.row) for p in parts) == [
        (name, n)
        for name, rows in zip(files, sources, strict=True)
        for n in range(2, len(rows) + 2)
    ]
    said = " ".join(p.message for p in inventory.problems if "differ" in p.message)
    said += " ".join(str(p.place) for p in inventory.problems)
    for touchpoint in inventory.touchpoints:
        files_of = [part.place.file for part in touchpoint.parts]
        assert len(set(files_of)) == len(files_of)
        for part in touchpoint.parts:
            for column in {*part.values, *part.none} - {"name"}:
                places = {
                    place
                    for value in touchpoint.values.get(column, ())
                    for place in (value.place, *value.also)
                }
                for value in part.values.get(column, ()):
                    is_derived = value.place.note is not None
                    # A currency is told with its cost.
                    place = str(value.place)
                    is_told = place in said or place.replace("currency", "cost") in said
                    assert value.place in places or is_derived or is_told
                if column in part.none and column not in touchpoint.none:
                    assert f"{part.place.file}, row {part.place.row}, column {column}" in said
