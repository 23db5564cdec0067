"""A proof says where each fact stands, how a class was inferred and what was searched for."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.rules.cases import read_rows
from tpgraph.errors import CallError
from tpgraph.model import Finding
from tpgraph.pipeline import Analysis, analyse
from tpgraph.reason.explain import ClassInference
from tpgraph.vocabulary import NAMESPACE

AS_OF = date(2026, 11, 22)
SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor", "nordlicht_software")
# Rules whose gap says that nothing was found; the others point at what they found.
OF_ABSENCE = {
    "category-uncovered",
    "stage-uncovered",
    "goal-unserved",
    "modality-missing",
    "isolated-touchpoint",
    "unowned-touchpoint",
    "unmeasured-digital",
    "no-after-sales-support",
    "broken-handover",
    "stage-without-support",
    "no-personal-contact",
    "no-feedback-loop",
    "no-understanding-method",
    "unplanned-touchpoint",
    "often-omitted-type",
}
OF_PRESENCE = {
    "inconsistent-touchpoint",
    "dead-platform",
    "duplicate-touchpoint",
    "limited-accessibility",
}
# Here the pattern finds what is compared, whatever comes of it.
OF_COMPARISON = {
    "stage-one-sided",
    "area-overabundant",
    "concentrate-here",
    "possible-overkill",
    "too-costly",
    "service-risk",
    "single-contact-reliance",
}


@cache
def sample(name: str) -> Analysis:
    return analyse(ROOT / "data" / name, as_of=AS_OF)


def sought(analysis: Analysis, finding: Finding) -> int:
    found = analysis.explain(finding).finding.sought
    assert found is not None
    assert "{company}" not in found.pattern
    assert "{concern}" not in found.pattern
    assert "<http" in found.pattern
    return found.count


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sought_count_agrees_with_the_status(name: str) -> None:
    analysis = sample(name)
    for finding in analysis.all_findings:
        count = sought(analysis, finding)
        if finding.rule in OF_ABSENCE:
            if finding.status == "gap":
                assert count == 0, finding
            elif finding.status == "ok":
                assert count > 0, finding
        elif finding.rule in OF_PRESENCE:
            assert (count > 0) == (finding.status == "gap"), finding
        elif finding.rule == "unreviewed-touchpoint":
            # A review too long ago is found as well, and its age is measured.
            assert (count > 0) == (finding.measured is not None), finding
            assert count > 0 or finding.status != "ok", finding
        else:
            assert finding.rule in OF_COMPARISON


@pytest.mark.parametrize("name", SAMPLES)
def test_every_gap_rests_on_a_fact_with_its_place(name: str) -> None:
    analysis = sample(name)
    rows = {
        "touchpoints.csv": len(analysis.inventory.touchpoints) + 1,
        "company.toml": len(Path(analysis.inventory.path, "company.toml").read_text().splitlines()),
    }
    for finding in analysis.gaps:
        proof = analysis.explain(finding)
        places = [f.source for f in proof.finding.facts if f.source]
        assert places, finding
        for place in places:
            assert place.column
            assert place.row is not None
            assert 1 <= place.row <= rows[place.file]
        assert Path(proof.rule_path).stem == finding.rule
        assert Path(proof.rule_path).is_file()
        assert proof.rationale
        assert proof.severity_note
        assert finding.evidence


def test_the_place_is_the_very_cell() -> None:
    analysis = sample("casa_morgana")
    rows = read_rows(ROOT / "data" / "casa_morgana" / "touchpoints.csv")
    (leaflet,) = [f for f in analysis.gaps if f.rule == "inconsistent-touchpoint"]
    (fact,) = analysis.explain(leaflet).finding.facts
    assert fact.source is not None
    assert fact.source.row is not None
    assert fact.source.column is not None
    row = rows[fact.source.row - 2]  # row 1 is the header
    assert (row["name"], fact.source.column) == ("Spring leaflet", "look_ok")
    assert row[fact.source.column] == "no"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_unknown_says_what_would_settle_it(name: str) -> None:
    analysis = sample(name)
    subjects = {t.iri for t in analysis.inventory.touchpoints} | {analysis.inventory.company.iri}
    for finding in analysis.findings:
        if finding.status == "unknown":
            assert finding.settled_by, finding
            for settles in finding.settled_by:
                assert settles.subject in subjects
                assert settles.text
        else:
            assert not finding.settled_by


@pytest.fixture
def coupon(tmp_path: Path) -> Analysis:
    """A coupon of which nothing is said but its kind."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "company.toml").write_text('name = "Shop"\ncomplete = true\n')
    (folder / "touchpoints.csv").write_text("name,type\nTen per cent,Coupon\n")
    return analyse(folder, as_of=AS_OF)


def test_a_coupon_is_a_sales_promotion_by_its_nature(coupon: Analysis) -> None:
    (ok,) = [f for f in coupon.all_findings if f.rule == "category-uncovered" and f.status == "ok"]
    (promotion,) = coupon.explain(ok).inferences
    assert promotion.value == NAMESPACE + "salesPromotion"
    assert promotion.chain == (NAMESPACE + "Coupon", NAMESPACE + "SalesPromotionTouchpoint")
    assert promotion.basis == "axiom"


def inferences(table: str, folder: Path, rule: str) -> dict[str, ClassInference]:
    """What the proof of a rule's only finding infers from the kind: value to inference."""
    (folder / "touchpoints.csv").write_text(table)
    analysis = analyse(folder, as_of=AS_OF, complete=["owner", "metrics"])
    (finding,) = [f for f in analysis.all_findings if f.rule == rule]
    found = analysis.explain(finding).inferences
    return {i.value.removeprefix(NAMESPACE): i for i in found}


def test_a_website_is_virtual_by_its_nature(tmp_path: Path) -> None:
    table = "name,type\nOur pages,Website\n"
    virtual = inferences(table, tmp_path, "unmeasured-digital")["virtual"]
    assert virtual.chain == (NAMESPACE + "Website", NAMESPACE + "VirtualTouchpoint")
    assert virtual.basis == "axiom"
    assert virtual.fact is not None
    assert virtual.fact.source is not None
    assert (virtual.fact.source.row, virtual.fact.source.column) == (2, "type")


def test_what_is_only_usual_of_a_kind_says_so(tmp_path: Path) -> None:
    table = "name,type\nTen per cent,Coupon\n"
    brand = inferences(table, tmp_path, "unowned-touchpoint")["brandOwned"]
    assert (brand.chain, brand.basis) == ((NAMESPACE + "Coupon",), "typical")


def test_a_stated_value_is_not_inferred(tmp_path: Path) -> None:
    table = "name,type,ownership\nTen per cent,Coupon,partner\n"
    found = inferences(table, tmp_path, "unowned-touchpoint")
    assert not found.keys() & {"brandOwned", "partnerOwned"}


def test_a_finding_is_named_by_the_beginning_of_its_id(coupon: Analysis) -> None:
    finding = coupon.gaps[0]
    short = finding.id.rsplit("/", 1)[-1][:10]
    assert coupon.explain(short).finding.id == finding.id
    assert coupon.explain(finding.id).finding.id == finding.id
    with pytest.raises(CallError, match="no finding"):
        coupon.explain("zzz")
    with pytest.raises(CallError, match="Give the id"):
        coupon.explain("")


def test_ok_can_be_explained_too(coupon: Analysis) -> None:
    (ok,) = [f for f in coupon.all_findings if f.rule == "category-uncovered" and f.status == "ok"]
    proof = coupon.explain(ok)
    assert proof.finding.sought is not None
    assert proof.finding.sought.count == 1


@pytest.mark.parametrize("lang", ["ro", "ru", "fa", "it"])
def test_findings_speak_every_language_and_stay_the_same(lang: str) -> None:
    english = sample("bottega_jeans")
    other = analyse(ROOT / "data" / "bottega_jeans", as_of=AS_OF, lang=lang)
    assert {f.id: f.status for f in other.all_findings} == {
        f.id: f.status for f in english.all_findings
    }
    titles = {f.id: f.title for f in english.findings}
    for finding in other.all_findings:
        assert "{" not in finding.message
        assert finding.title
        assert finding.title != titles.get(finding.id)
    assert [r.id for r in other.recommendations] == [r.id for r in english.recommendations]
