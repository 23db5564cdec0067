"""Findings for one audience hold whoever the touchpoints in doubt are meant for."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reason.companies import VALUES
from tpgraph.pipeline import Analysis, analyse

AS_OF = date(2026, 1, 15)
COLUMNS = (
    "type", "category", "stages", "modality", "owner", "supports", "leads_to", "satisfaction",
    "satisfaction_scale", "importance", "cost", "currency", "conversions", "clicks",
)  # fmt: skip
COMPANY = """\
name = "C"
goals = ["awareness", "retention"]
size = "small"
complete = ["category", "stages", "modality", "owner", "supports", "metrics", "leads_to", "type"]
[bounds]
category_count_max = 1
stage_share_max = 0.5
"""
Row = dict[str, str]
ROW = st.fixed_dictionaries({c: st.sampled_from(VALUES[c]) for c in COLUMNS})


def analysis(folder: Path, rows: list[Row], audiences: tuple[str, ...]) -> Analysis:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["name", "audience", *COLUMNS])
    writer.writeheader()
    for n, (row, audience) in enumerate(zip(rows, audiences, strict=True)):
        writer.writerow({"name": f"T{n}", "audience": audience, **row})
    (folder / "company.toml").write_text(COMPANY, encoding="utf-8")
    (folder / "touchpoints.csv").write_text(out.getvalue(), encoding="utf-8")
    return analyse(folder, as_of=AS_OF, audience="a")


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, min_size=3, max_size=5), blank=st.integers(1, 2))
def test_what_is_said_holds_however_the_doubt_is_settled(
    tmp_path: Path, rows: list[Row], blank: int
) -> None:
    known = tuple("a" for _ in rows[blank:])
    open_ = analysis(tmp_path, rows, ("",) * blank + known)
    said = {f.id: f.status for f in open_.all_findings}
    in_doubt = {t.iri for t in open_.inventory.touchpoints[:blank]}
    for settled in itertools.product(("a", "b"), repeat=blank):
        true = {f.id: f.status for f in analysis(tmp_path, rows, settled + known).all_findings}
        for f in open_.all_findings:
            if f.status == "gap":
                assert true.get(f.id) == "gap", (f.rule, settled)
            elif f.status == "ok" and not in_doubt & set(f.concerns):
                # Outside its range a rule says nothing.
                assert true.get(f.id, "ok") == "ok", (f.rule, settled)
        # Nothing that is a gap is overlooked: it was a gap, or it was not known.
        overlooked = {i for i, status in true.items() if status == "gap" and said.get(i) == "ok"}
        assert not {f.rule for f in open_.all_findings if f.id in overlooked}, settled


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "company.toml").write_text(
        'name = "Shop"\ncomplete = ["stages", "owner"]\n', encoding="utf-8"
    )
    (tmp_path / "touchpoints.csv").write_text(
        "name,audience,stages,owner,ownership\n"
        "Poster,students,need recognition,Ana,brand\n"
        "Hotline,,post-purchase,,brand\n"
        "Fair,firms,evaluation,,brand\n",
        encoding="utf-8",
    )
    return tmp_path


def test_what_waits_for_an_audience_says_so(shop: Path) -> None:
    found = analyse(shop, as_of=AS_OF, audience="students")
    stages = {f.labels[f.concerns[0]]: f for f in found.findings if f.rule == "stage-uncovered"}
    assert {name: f.status for name, f in stages.items()} == {
        "Information search": "gap",
        "Evaluation of alternatives": "gap",
        "Purchase": "gap",
        "Post-purchase": "unknown",
    }
    waiting = stages["Post-purchase"]
    assert [(s.subject.rsplit("/", 1)[-1], s.column) for s in waiting.settled_by] == [
        ("hotline", "audience")
    ]
    assert "“students” is not stated of Hotline" in waiting.message
    assert "Shop (students)" in stages["Purchase"].message
    # Its owner is asked for only if it is meant for students at all; the fair's not at all.
    owners = {f.labels[f.concerns[0]]: f.status for f in found.findings if "unowned" in f.rule}
    assert owners == {"Hotline": "unknown"}


def test_advice_settles_the_audience_and_is_simulated_for_it(shop: Path) -> None:
    found = analyse(shop, as_of=AS_OF, audience="students")
    waiting = {f.id for f in found.findings if any(s.column == "audience" for s in f.settled_by)}
    records = [
        r
        for r in found.recommendations
        if any("audience" in e.cells for e in r.edits) and r.edits[0].action == "record"
    ]
    assert records
    assert waiting & {f for r in records for f in r.outcome.makes_known}


def test_what_if_is_for_the_audience(shop: Path) -> None:
    found = analyse(shop, as_of=AS_OF, audience="students")
    tried = found.what_if(add=[{"name": "Till", "stages": "purchase"}])
    closed = {f.labels[f.concerns[0]] for f in found.findings if f.id in tried.diff.closes}
    assert closed == {"Purchase"}
    known = found.what_if(change={"Hotline": {"audience": "firms"}})
    opened = {f.labels[f.concerns[0]] for f in known.analysis.gaps if f.id in known.diff.opens}
    # Nobody helps after the sale either then.
    assert opened == {"Post-purchase", "Shop (students)"}
    assert "Hotline" not in [t.name for t in known.analysis.inventory.touchpoints]


def test_counts_agree_with_findings(shop: Path) -> None:
    found = analyse(shop, as_of=AS_OF, audience="students")
    statuses = [f.status for f in found.all_findings]
    assert found.counts == {s: statuses.count(s) for s in ("gap", "unknown", "ok")}
    assert found.coverage.stages[-1].status == "unknown"
    assert [s.count for s in found.coverage.stages] == [1, 0, 0, 0, 1]
    names = found.query("SELECT ?n WHERE { ?t a tpg:Touchpoint ; rdfs:label ?n } ORDER BY ?n")
    assert [r["n"] for r in names.records()] == ["Hotline", "Poster"]
