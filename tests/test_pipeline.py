"""The API as people use it: analyse, look, ask what if."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime

import pytest

import tpgraph
from tests.conftest import ROOT
from tpgraph.errors import CallError

AS_OF = date(2026, 11, 22)


def casa(lang: str = "en") -> tpgraph.Analysis:
    return tpgraph.analyze(tpgraph.sample("casa_morgana"), as_of=AS_OF, lang=lang)


def test_adding_support_closes_its_gap_and_leaves_the_analysis_alone() -> None:
    analysis = casa()
    (gap,) = [f for f in analysis.gaps if f.rule == "no-after-sales-support"]
    row = {"name": "Repair desk", "type": "Customer service", "stages": "post-purchase"}
    what_if = analysis.what_if(add=[row])
    assert gap.id in what_if.diff.closes
    assert gap.id not in {f.id for f in what_if.analysis.gaps}
    assert gap.id in {f.id for f in analysis.gaps}


def test_a_row_that_is_added_counts_like_a_listed_one() -> None:
    what_if = casa().what_if(add=[{"name": "Repair desk", "type": "Customer service"}])
    # Everything is declared complete, so its blank owner means that there is none.
    opened = {f.rule for f in what_if.analysis.gaps if f.id in what_if.diff.opens}
    assert "unowned-touchpoint" in opened


def test_retiring_and_changing() -> None:
    analysis = casa()
    (dead,) = [f for f in analysis.gaps if f.rule == "dead-platform"]
    diff = analysis.what_if(remove=["Google+ page"]).diff
    # That its platform is closed is mended by leaving it; that nobody planned it is not.
    assert dead.id in diff.closes
    others = {f.id for f in analysis.gaps if f.concerns == dead.concerns and f.rule != dead.rule}
    assert others
    assert others <= set(diff.unasked)
    (unowned,) = [f for f in analysis.gaps if f.rule == "unowned-touchpoint"]
    change = {"Sales assistants": {"owner": "Marta"}}
    assert analysis.what_if(change=change).diff.closes == (unowned.id,)
    with pytest.raises(CallError, match="no touchpoint"):
        analysis.what_if(remove=["Nobody"])


def test_what_was_unknown_of_a_retired_touchpoint_has_not_become_known() -> None:
    analysis = tpgraph.analyze(tpgraph.sample("bottega_jeans"), as_of=AS_OF)
    (iri,) = [t.iri for t in analysis.inventory.touchpoints if t.name == "Banner saldi"]
    asked = {f.id for f in analysis.findings if f.status == "unknown" and iri in f.concerns}
    what_if = analysis.what_if(remove=["Banner saldi"])
    assert asked
    assert asked.isdisjoint(what_if.diff.makes_known)
    assert {c.finding.id for c in what_if.findings if c.what == "unasked"} == asked


def test_gaps_and_coverage_are_tables_too() -> None:
    analysis = casa("it")
    frame = analysis.gaps.to_frame()
    assert len(frame) == len(analysis.gaps) == analysis.counts["gap"]
    matrix = analysis.coverage.to_frame()
    assert list(matrix.columns)[-1] == "?"
    active = sum(1 for _ in analysis.inventory.touchpoints) - 1  # one is planned
    assert analysis.active_count == active
    assert matrix.iloc[:, 1:].to_numpy().sum() >= active


def test_the_page_shows_itself_in_a_notebook() -> None:
    frame = casa().show()._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    assert "<script" not in frame


def test_the_graph_is_a_dataset_without_repeats() -> None:
    analysis = casa()
    query = "SELECT (COUNT(?t) AS ?n) WHERE { ?t a tpg:Touchpoint }"
    (row,) = analysis.query(query).records()
    assert row["n"] == len(analysis.inventory.touchpoints)
    assert len(analysis.network()) > 30


def test_a_language_that_there_is_not() -> None:
    with pytest.raises(CallError, match="en, ro, ru, fa, it"):
        casa("de")


@pytest.mark.parametrize("day", ["2026-11-22", datetime(2026, 11, 22, 9, 30), AS_OF])
def test_the_day_may_be_a_date_or_its_text(day: date | str) -> None:
    analysis = tpgraph.analyze(tpgraph.sample("casa_morgana"), as_of=day)
    assert [f.id for f in analysis.gaps] == [f.id for f in casa().gaps]


def test_what_is_no_day_is_said_with_its_mend() -> None:
    with pytest.raises(CallError, match=r"22\.11\.2026.*2026-11-22"):
        tpgraph.analyze(tpgraph.sample("casa_morgana"), as_of="22.11.2026")


def test_the_picture_of_a_network_is_the_same_in_every_process() -> None:
    code = (
        "import tpgraph; from tpgraph.views.network import positions;"
        "a = tpgraph.analyze(tpgraph.sample('casa_morgana'), as_of='2026-11-22');"
        "print(sorted(positions(a.network()).items()))"
    )
    pictures = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pictures) == 1


@pytest.mark.parametrize("sample", ["bottega_jeans", "casa_morgana"])
def test_gaps_are_the_same_whether_or_not_unknowns_were_put_into_words(sample: str) -> None:
    alone = tpgraph.analyse(ROOT / "data" / sample, as_of="2026-11-22")
    after = tpgraph.analyse(ROOT / "data" / sample, as_of="2026-11-22")
    assert len(alone.gaps) > 5
    assert "findings" not in vars(alone)
    assert alone.gaps == [f for f in after.findings if f.status == "gap"] == after.gaps
    assert alone.findings == after.findings
