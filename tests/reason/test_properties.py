"""What holds of any company: an edit moves answers one way only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reason.companies import SCOPES, Row, Shop, rows, shops
from tpgraph.model import Finding

COVERAGE = {"category-uncovered", "stage-uncovered", "goal-unserved", "modality-missing"}
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def compared(finding: Finding) -> dict[str, Any]:
    """All of a finding but the rows its facts stand in, which move with the rows."""
    return {
        "status": finding.status,
        "concerns": finding.concerns,
        "severity": finding.severity,
        "measured": finding.measured,
        "threshold": finding.threshold,
        "threshold_source": finding.threshold_source,
        "margin": finding.margin,
        "borderline": finding.borderline,
        "area": finding.area,
        "message": finding.message,
        "facts": {(f.s, f.p, f.o) for f in finding.facts},
        "settled_by": finding.settled_by,
    }


@FEW
@given(shops(), rows())
def test_one_more_touchpoint_never_uncovers_anything(shop: Shop, row: Row) -> None:
    before = shop.findings()
    after = shop.with_rows([*shop.rows, {"name": "One more", **row}]).findings()
    for key, finding in before.items():
        if finding.rule in COVERAGE and finding.status == "ok":
            assert after[key].status == "ok"
        # What was known to be missing may be found, but does not become doubtful again.
        if finding.rule in COVERAGE and finding.status == "gap":
            assert after[key].status in ("gap", "ok")


@FEW
@given(shops(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shop: Shop, random: Any) -> None:
    shuffled = list(shop.rows)
    random.shuffle(shuffled)
    before, after = shop.findings(), shop.with_rows(shuffled).findings()
    assert {k: compared(f) for k, f in before.items()} == {k: compared(f) for k, f in after.items()}


@FEW
@given(shops(), st.lists(st.sampled_from(SCOPES), min_size=1, unique=True))
def test_declaring_complete_takes_doubt_away(shop: Shop, scopes: list[str]) -> None:
    if isinstance(shop.complete, bool):
        shop = replace(shop, complete=())
    assert not isinstance(shop.complete, bool)
    before = shop.findings()
    after = replace(shop, complete=tuple({*shop.complete, *scopes})).findings()
    for key, finding in before.items():
        if finding.status == "unknown":
            continue
        assert after[key].status == finding.status, finding
    # Nothing new is asked, and what is no longer asked was unknown (whose it is, is now known; who
    # is met nowhere before the purchase relies on no contact).
    assert after.keys() <= before.keys()
    assert {before[key].rule for key in before.keys() - after.keys()} <= {
        "unowned-touchpoint",
        "single-contact-reliance",
    }


@FEW
@given(shops())
def test_inactive_touchpoints_change_nothing(shop: Shop) -> None:
    active = [row for row in shop.rows if row["status"] in ("", "active")]
    named = {row["name"] for row in active}
    gone = {row["name"] for row in shop.rows} - named
    kept = []
    for row in active:
        links = [link for link in row["leads_to"].split("|") if link not in gone]
        kept.append({**row, "leads_to": "|".join(links)})
    if not kept:
        return
    before, after = shop.findings(), shop.with_rows(kept).findings()
    assert {k: f.status for k, f in before.items()} == {k: f.status for k, f in after.items()}


@FEW
@given(shops())
def test_each_finding_has_one_subject_and_one_status(shop: Shop) -> None:
    found = shop.findings()
    pairs = [(f.rule, f.concerns) for f in found.values()]
    assert len(pairs) == len(set(pairs))
    for finding in found.values():
        assert len(finding.concerns) == 1
        assert (finding.status == "unknown") == bool(finding.settled_by)
        assert 0 <= finding.severity <= 1
        if finding.status == "gap":
            assert finding.facts
