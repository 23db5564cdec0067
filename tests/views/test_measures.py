"""Measures of the network of links: right on networks that can be reckoned by hand, never gaps."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from tpgraph.model import LANGUAGES, Edit
from tpgraph.pipeline import Analysis, analyse
from tpgraph.views.files import report_xlsx
from tpgraph.views.measures import FIELDS, definitions
from tpgraph.views.network import link_measures
from tpgraph.views.snapshot import snapshot

AS_OF = date(2026, 1, 1)
TABLE = """\
name,leads_to,status
Ad,Site,
Poster,Site,
Site,Shop,
Shop,none,
Island,,
Old,Shop,retired
"""


@pytest.fixture
def analysis(tmp_path: Path) -> Analysis:
    (tmp_path / "company.toml").write_text('name = "C"\n', encoding="utf-8")
    (tmp_path / "touchpoints.csv").write_text(TABLE, encoding="utf-8")
    return analyse(tmp_path, as_of=AS_OF)


def test_a_line_of_four() -> None:
    found = link_measures(iter("abcd"), [("a", "b"), ("b", "c"), ("c", "d")])
    # Of the 3 * 2 ordered pairs of others, two lead through b: a to c and a to d.
    assert found == {
        "a": (0, False, 3, 0),
        "b": (0.333, True, 2, 1),
        "c": (0.333, True, 1, 2),
        "d": (0, False, 0, 3),
    }


def test_a_ring_has_no_articulation_point() -> None:
    found = link_measures(iter("abc"), [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a"), ("a", "x")])
    assert set(found) == set("abc")
    assert {n: m[1:] for n, m in found.items()} == dict.fromkeys("abc", (False, 2, 2))


def test_of_a_company(analysis: Analysis) -> None:
    found = {m.name: m for m in analysis.measures}
    assert [m.name for m in analysis.measures] == ["Site", "Ad", "Poster", "Island", "Shop"]
    # Of the 4 * 3 ordered pairs of the others, two lead through the site.
    assert found["Site"].betweenness == 0.167
    assert found["Site"].is_articulation
    assert (found["Site"].reachable, found["Site"].reached_from) == (1, 2)
    assert (found["Shop"].reachable, found["Shop"].reached_from) == (0, 3)
    assert {m.name for m in analysis.measures if not m.links_known} == {"Island"}


def test_a_complete_column_leaves_no_link_open(analysis: Analysis) -> None:
    path = Path(analysis.inventory.path)
    closed = analyse(path, as_of=AS_OF, complete=["leads_to"])
    assert all(m.links_known for m in closed.measures)
    table = path / "touchpoints.csv"
    table.write_text(TABLE.replace("Island,,", "Island,Nowhere,"), encoding="utf-8")
    unclear = analyse(path, as_of=AS_OF, complete=["leads_to"])
    assert {m.name for m in unclear.measures if not m.links_known} == {"Island"}
    supposed = closed.edited([Edit("add", None, {"type": "Website"}, hypothetical=True)])
    assert [m.name for m in supposed.measures if not m.links_known] == ["Website"]


def test_they_are_no_findings(analysis: Analysis) -> None:
    rules = {f.rule for f in analysis.all_findings}
    assert not {"betweenness", "articulation", "measures"} & rules


def test_they_have_a_table(analysis: Analysis) -> None:
    frame = analysis.measures.to_frame()
    assert list(frame.columns) == ["touchpoint", *FIELDS, "links_known"]
    assert frame["touchpoint"].iloc[0] == "Site"
    assert "<td>Site</td>" in analysis.measures._repr_html_()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_is_defined_in_each_language(analysis: Analysis, lang: str) -> None:
    told = definitions(analyse(analysis.inventory.path, as_of=AS_OF, lang=lang))
    assert set(told) == set(FIELDS)
    assert len(set(told.values())) == len(FIELDS)
    if lang != "en":
        assert not set(told.values()) & set(definitions(analysis).values())


def test_the_workbook_has_a_sheet(analysis: Analysis) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(report_xlsx(analysis)))["Measures"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("Touchpoint", "Betweenness")
    assert rows[1][:5] == ("Site", 0.167, "yes", 1, 2)
    assert rows[-1][0] == "Reached from"


def test_the_page_has_them_on_the_card(analysis: Analysis) -> None:
    data = snapshot(analysis)
    cards = {t["name"]: t.get("measures") for t in data["touchpoints"]}
    assert cards["Site"] == {
        "betweenness": 0.167, "is_articulation": True, "reachable": 1, "reached_from": 2,
    }  # fmt: skip
    assert cards["Old"] is None
    assert set(data["texts"]["measure.betweenness.about"]) == set(LANGUAGES)


def test_a_network_without_links_costs_nothing() -> None:
    assert link_measures(["a"], []) == {"a": (0, False, 0, 0)}
    assert link_measures([], []) == {}
