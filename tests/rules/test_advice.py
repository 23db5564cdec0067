"""Advice on printing, on customers who may leave, in the shop, on exhibitions, and its grouping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tpgraph.model import LANGUAGES, Recommendation
from tpgraph.pipeline import Analysis, analyse
from tpgraph.reason.rules import load_rules

AS_OF = date(2026, 1, 15)
Company = Callable[..., Analysis]
NEW = ("stop-costly-print", "keep-customers", "shop-quick-win", "fitting-exhibition")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    def make(rows: str, facts: str = "", lang: str = "en") -> Analysis:
        (tmp_path / "company.toml").write_text(f'name = "C"\n{facts}\n', encoding="utf-8")
        (tmp_path / "touchpoints.csv").write_text(rows, encoding="utf-8")
        return analyse(tmp_path, as_of=AS_OF, lang=lang)

    return make


def advice(analysis: Analysis, rule: str) -> list[Recommendation]:
    return [r for r in analysis.recommendations if r.rule == rule]


def closed(analysis: Analysis, r: Recommendation) -> set[tuple[str, str]]:
    found = {f.id: f for f in analysis.findings}
    return {(found[i].rule, found[i].labels[found[i].concerns[0]]) for i in r.outcome.closes}


PRINT = """\
name,type,stages,cost,currency,conversions,modality
Flyer,Flyer,purchase,900,EUR,10,
File,Catalogue,purchase,900,EUR,10,virtual
Advert,Banner advertisement,purchase,900,EUR,10,
Mailing,Mailing,purchase,10,EUR,10,
Brochure,Brochure,purchase,,,10,
"""
LIMIT = '[bounds]\ncost_per_conversion_max = 5\ncurrency = "EUR"\n'


def test_print_that_costs_too_much_may_be_stopped(company: Company) -> None:
    found = company(PRINT, LIMIT)
    dear = {f.labels[f.concerns[0]] for f in found.gaps if f.rule == "too-costly"}
    assert dear == {"Flyer", "File", "Advert"}
    # Neither what is no print, nor print that is cheap, nor print of which the cost is not known.
    (stop,) = advice(found, "stop-costly-print")
    assert [(e.action, stop.labels[e.target or ""]) for e in stop.edits] == [("retire", "Flyer")]
    assert ("too-costly", "Flyer") in closed(found, stop)
    assert "new customers" in (stop.caveat or "")


def test_without_a_proof_nothing_is_said_of_print(company: Company) -> None:
    assert not advice(company(PRINT.replace("900", "40"), LIMIT), "stop-costly-print")
    assert not advice(company(PRINT.replace("900", ""), LIMIT), "stop-costly-print")


RATED = """\
name,type,stages,satisfaction,satisfaction_scale,importance,supports
Hotline,Call centre,post-purchase,2.5,1-5,,yes
Till,,purchase,2,1-5,5,
Shop,,purchase,5,1-5,4,
Ad,,need recognition,4,1-5,1,
"""


def test_customers_who_may_leave_are_satisfied_as_asked(company: Company) -> None:
    found = company(RATED, "[bounds]\nsatisfaction_min = 3.5\n")
    edits = {r.labels[r.edits[0].target or ""]: r for r in advice(found, "keep-customers")}
    assert set(edits) == {"Hotline", "Till"}
    assert dict(edits["Hotline"].edits[0].cells) == {"satisfaction": "3.5"}
    assert closed(found, edits["Hotline"]) == {("service-risk", "Hotline")}
    # The line is at the mean, and moves along: as much as the others have, (5 + 4) / 2.
    assert dict(edits["Till"].edits[0].cells) == {"satisfaction": "4.5"}
    assert ("concentrate-here", "Till") in closed(found, edits["Till"])
    assert edits["Till"].caveat


def test_satisfied_or_not_rated_customers_need_nothing(company: Company) -> None:
    rows = RATED.replace(",2.5,", ",4.5,").replace(",2,", ",4.8,")
    assert not advice(company(rows), "keep-customers")
    assert not advice(company(RATED.replace(",2.5,", ",,").replace(",2,", ",,")), "keep-customers")


SHOP = 'complete = ["stages", "category"]\nsells = ["physical goods"]\n'
WEBSITE = "name,type,stages\nSite,Website,information search\n"


def test_quick_wins_in_a_shop(company: Company) -> None:
    found = company(WEBSITE, SHOP + "has_store = true")
    wins = advice(found, "shop-quick-win")
    kinds = {s.label for r in wins for s in r.suggestions}
    assert {"Cashier", "Offer at the till"} <= kinds
    assert {r.effort for r in wins} == {"low"}
    assert all(closed(found, r) for r in wins)
    # Said once: the dearer advice of the same kind for the same gaps has given way.
    others = [r for r in found.recommendations if r.rule == "add-touchpoint"]
    assert not {"Cashier"} & {s.label for r in others for s in r.suggestions}


def test_no_quick_wins_without_a_shop_or_where_they_are(company: Company) -> None:
    assert not advice(company(WEBSITE, SHOP + "has_store = false"), "shop-quick-win")
    assert not advice(company(WEBSITE, SHOP), "shop-quick-win")
    there = company(WEBSITE + "Till,Cashier,none\n", SHOP + "has_store = true")
    kinds = {s.label for r in advice(there, "shop-quick-win") for s in r.suggestions}
    assert kinds
    assert "Cashier" not in kinds


def test_the_exhibition_that_suits_the_industry(company: Company) -> None:
    found = company(WEBSITE, SHOP + 'industry = "automotive"')
    (fair,) = advice(found, "fitting-exhibition")
    assert {s.label for s in fair.suggestions} == {
        "Geneva International Motor Show", "Frankfurt Motor Show",
    }  # fmt: skip
    assert fair.edits[0].cells["type"] == "Trade show"
    assert ("category-uncovered", "Events and experiences") in closed(found, fair)
    assert {s.source for s in fair.suggestions} == {"documents"}


def test_no_exhibition_is_invented(company: Company) -> None:
    for industry in ('industry = "tourism"', 'industry = "beekeeping"', ""):
        assert not advice(company(WEBSITE, SHOP + industry), "fitting-exhibition")


def test_each_principle_is_behind_some_advice() -> None:
    principles = {e.principle for e in load_rules().entries.values() if e.principle}
    assert {p.rsplit("#", 1)[-1] for p in principles} == {
        "understandingConsumers", "consistency", "accessibilityAndConvenience", "integration",
        "continuity",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NEW)
def test_the_advice_speaks_each_language(name: str, lang: str) -> None:
    entries = {each: load_rules(each).entries[name] for each in ("en", lang)}
    for key in ("title", "rationale", "adviceMessage"):
        text = entries[lang].text(key, lang)
        assert text
        assert lang == "en" or text != entries["en"].text(key, "en")


def test_general_kinds_only_where_the_documents_say_so(company: Company) -> None:
    found = company(WEBSITE, 'complete = ["stages", "category", "goals"]\ngoals = ["retention"]')
    leaves = {s for s, _, _ in found.inference.engine.triples(
        p="https://w3id.org/tpgraph/ontology#isLeaf")}  # fmt: skip
    suggested = [s for r in found.recommendations for s in r.suggestions if s.covers]
    general = [s for s in suggested if s.kind not in leaves]
    assert general
    said = {(s, o) for s, _, o in found.inference.engine.triples(
        p="https://w3id.org/tpgraph/ontology#saidByDocuments")}  # fmt: skip
    assert all(any((s.kind, c) in said for c in s.covers) for s in general)
    judged = [s for s in suggested if s.source == "judgement"]
    assert all("our own judgement" in s.why for s in judged)
    assert not any("our own judgement" in s.why for s in suggested if s.source == "documents")


def test_the_same_edit_is_one_thing_to_do(company: Company) -> None:
    rows = "name,owner,ownership\n" + "".join(f"T{n},,brand\n" for n in range(5))
    found = company(rows, 'complete = ["owner"]')
    (owners,) = advice(found, "name-owner")
    assert len(owners.edits) == len(owners.outcome.closes) == 5
    assert owners.effort == "medium"
    two = company(rows[: rows.index("T2")], 'complete = ["owner"]')
    assert len(advice(two, "name-owner")) == 2


def test_what_is_to_go_needs_no_plan(company: Company) -> None:
    rows = "name,channel,plan\nOld page,Google+,\nSite,,\n"
    found = company(rows, 'complete = ["plan"]')
    assert [r.labels[r.edits[0].target or ""] for r in advice(found, "plan-touchpoint")] == ["Site"]
    assert advice(found, "retire-dead-platform")
