"""Every shipped company against what was worked out by hand, on both engines."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.rules.cases import check_range, concern_iri, read_rows
from tpgraph.inventory.accounts import import_accounts
from tpgraph.pipeline import Analysis, analyse
from tpgraph.reason.infer import STATUSES, infer
from tpgraph.store import Triple

AS_OF = date(2026, 11, 22)
EXPECTED = Path(__file__).parent / "expected"
SAMPLES = tuple(sorted(path.stem for path in EXPECTED.glob("*.csv")))
AGENCIES = tuple(
    sorted(p.parent for p in (ROOT / "data" / "us_registry").glob("*/touchpoints.csv"))
)
# rdflib takes a minute and more for a thousand accounts.
SMALL = 20


@cache
def analysis(folder: Path) -> Analysis:
    return analyse(folder, as_of=AS_OF)


def sample(name: str) -> Analysis:
    return analysis(ROOT / "data" / name)


def of_table(rows: list[dict[str, str]], found: Analysis) -> Counter[tuple[str, str, str]]:
    return Counter(
        (row["rule"], row["status"], concern_iri(row["rule"], row["concerns"], found))
        for row in rows
    )


def of_analysis(found: Analysis) -> Counter[tuple[str, str, str]]:
    return Counter((f.rule, f.status, c) for f in found.all_findings for c in f.concerns)


def test_every_sample_has_its_table() -> None:
    hand_written = {p.parent.name for p in (ROOT / "data").glob("*/touchpoints.csv")}
    assert set(SAMPLES) == hand_written
    assert len(SAMPLES) == 4


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_as_worked_out_by_hand(name: str) -> None:
    found = sample(name)
    rows = read_rows(EXPECTED / f"{name}.csv")
    assert of_analysis(found) == of_table(rows, found)
    assert found.counts == Counter(row["status"] for row in rows)
    assert {f.rule for f in found.all_findings} == {row["rule"] for row in rows}
    assert [p for p in found.check() if p.severity == "error"] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_all_findings_are_reported_ones_and_ok(name: str) -> None:
    found = sample(name)
    # Asked alone: what all findings are known of is not asked again.
    alone, later = (analyse(ROOT / "data" / name, as_of=AS_OF) for _ in range(2))
    assert alone.findings == [f for f in later.all_findings if f.status != "ok"]
    assert alone.findings == later.findings == found.findings
    assert alone.counts == later.counts == Counter(f.status for f in later.all_findings)
    assert alone.in_order_by_rule == later.in_order_by_rule
    assert len({f.id for f in found.all_findings}) == len(found.all_findings)


def test_the_answer_key_agrees_with_the_run() -> None:
    found = sample("casa_morgana")
    key = read_rows(ROOT / "data" / "casa_morgana" / "answer_key.csv")
    not_ok = +of_analysis(found)
    assert of_table(key, found) == Counter(f for f in not_ok.elements() if f[1] != "ok")
    assert all(row["why"] for row in key)


def test_the_table_of_casa_morgana_s_readme_agrees_with_the_run() -> None:
    text = (ROOT / "data" / "casa_morgana" / "README.md").read_text(encoding="utf-8")
    counted = Counter((f.rule, f.status) for f in sample("casa_morgana").all_findings)
    for rule in {f.rule for f in sample("casa_morgana").all_findings}:
        (line,) = [line for line in text.splitlines() if line.startswith(f"| `{rule}` |")]
        gap, unknown, ok = (int(cell) for cell in line.strip("| ").split("|")[1:])
        assert (gap, unknown, ok) == tuple(counted[rule, s] for s in ("gap", "unknown", "ok"))


def test_an_accepted_gap_is_marked_and_stays() -> None:
    accepted = [f for f in sample("bottega_jeans").gaps if f.accepted]
    assert [(f.rule, *f.labels.values()) for f in accepted] == [("stage-one-sided", "Purchase")]
    later = analyse(ROOT / "data" / "bottega_jeans", as_of=date(2028, 1, 1))
    assert not [f for f in later.gaps if f.accepted]
    assert {f.id for f in later.gaps} == {f.id for f in sample("bottega_jeans").gaps}


def triples(found: Analysis, engine: str) -> set[Triple]:
    """All triples of all findings: no blank nodes, so that isomorphic means equal."""
    raw = infer(found.asserted, found.rules, engine=engine, statuses=STATUSES).findings
    return {triple for finding in raw.values() for triple in finding.triples}


@pytest.mark.parametrize("name", SAMPLES)
def test_both_engines_find_the_same_triples(name: str) -> None:
    found = sample(name)
    oxigraph, rdflib = triples(found, "oxigraph"), triples(found, "rdflib")
    assert oxigraph == rdflib
    assert len(oxigraph) > 7 * len(found.all_findings)


REGISTER = Path(__file__).parent / "register.csv"


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """A small agency as the register of accounts gives it."""
    folder = tmp_path_factory.mktemp("register")
    report = import_accounts([REGISTER], folder / "out")
    return analyse(report.folders["Council (C)"], as_of=AS_OF)


def test_a_register_tells_what_is_dead_and_double_and_no_more(agency: Analysis) -> None:
    check_register(agency)
    by_rule = Counter((f.rule, f.status) for f in agency.all_findings)
    assert by_rule["dead-platform", "gap"] == 1
    assert by_rule["dead-platform", "ok"] == 3
    assert by_rule["duplicate-touchpoint", "gap"] == 2
    assert triples(agency, "oxigraph") == triples(agency, "rdflib")


def test_a_register_that_is_declared_complete_lacks_the_physical(agency: Analysis) -> None:
    closed = analyse(agency.inventory.path, as_of=AS_OF, complete=["modality", "metrics"])
    gaps = Counter(f.rule for f in closed.gaps)
    assert gaps["modality-missing"] == 1
    assert gaps["unmeasured-digital"] == 4


def check_register(found: Analysis) -> None:
    """What holds of any list of accounts that is not declared complete."""
    check_range(found)
    accounts = len(found.inventory.touchpoints)
    by_rule = Counter((f.rule, f.status) for f in found.all_findings)
    modality = {
        c: f.status for f in found.all_findings if f.rule == "modality-missing" for c in f.concerns
    }
    assert sorted(modality.values()) == ["ok", "unknown"]
    assert by_rule["unmeasured-digital", "unknown"] == accounts
    assert by_rule["isolated-touchpoint", "unknown"] == accounts
    assert by_rule["inconsistent-touchpoint", "unknown"] == accounts
    assert by_rule["goal-unserved", "unknown"] == 1
    gaps = {rule for rule, status in by_rule if status == "gap"}
    assert gaps <= {"dead-platform", "duplicate-touchpoint"}


# What the register's README says: accounts, on a closed platform, sharing an address.
SHIPPED = {"interior": (1104, 12, 165), "veterans": (15, 0, 0), "nasa": (3, 0, 0),
           "peace": (152, 0, 14), "disability": (4, 1, 0)}  # fmt: skip


@pytest.mark.parametrize("folder", AGENCIES, ids=lambda folder: folder.name)
def test_a_shipped_agency(folder: Path) -> None:
    found = analysis(folder)
    check_register(found)
    name = found.inventory.company.name.casefold()
    by_rule = Counter(f.rule for f in found.gaps)
    counts = (
        len(found.inventory.touchpoints),
        by_rule["dead-platform"],
        by_rule["duplicate-touchpoint"],
    )
    (expected,) = [
        c for key, c in SHIPPED.items() if key in name or (key == "nasa" and "aeronautics" in name)
    ]
    assert counts == expected
    if len(found.inventory.touchpoints) <= SMALL:
        assert triples(found, "oxigraph") == triples(found, "rdflib")


def test_the_shipped_agencies_are_the_ones_described() -> None:
    if not AGENCIES:
        pytest.fail("data/us_registry holds no agency")
    assert len(AGENCIES) == len(SHIPPED)
    with (AGENCIES[0] / "touchpoints.csv").open(encoding="utf-8", newline="") as file:
        assert "name" in next(csv.reader(file))


def test_the_analytics_are_a_byte_copy(shared_data: Path) -> None:
    source = shared_data / "ga4_usagov" / "interior.csv"
    if not source.exists():
        pytest.skip(f"no shared data: {source.name} is not there")
    assert (ROOT / "data" / "us_analytics" / "interior.txt").read_bytes() == source.read_bytes()
