"""Which kind comes first where several fill a gap, and that the advice says why."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import tpgraph
from tests.reason.companies import AS_OF
from tpgraph import vocabulary as v
from tpgraph.model import LANGUAGES, Recommendation
from tpgraph.reason.advice.candidates import Candidate
from tpgraph.reason.advice.merit import Merit, Merits
from tpgraph.reason.texts import texts_in

TPG = v.NAMESPACE


def company(folder: Path, *lines: str, rows: str = "Coupon,Coupon\n") -> tpgraph.Analysis:
    text = "\n".join(['name = "Inn"', *lines, ""])
    (folder / "company.toml").write_text(text, encoding="utf-8")
    (folder / "touchpoints.csv").write_text("name,type\n" + rows, encoding="utf-8")
    return tpgraph.analyze(folder, as_of=AS_OF)


def merit(analysis: tpgraph.Analysis, kind: str, *covers: str, rank: float = 1) -> Merit:
    values = {TPG + name for name in covers}
    candidate = Candidate("x", "add-touchpoint", "add", kind=TPG + kind, covers=values, rank=rank)
    return Merits(analysis.inference).of(candidate)


def test_the_criteria_decide_in_their_order() -> None:
    equal = Merit(-1, 0, (0, 0), 0, False, False, False, "B")
    worse = [
        ("gaps", equal._replace(gaps=0)),
        ("unknowns", equal._replace(unknowns=1)),
        ("documents", equal._replace(documents=(0, 1))),
        ("fits", equal._replace(fits=1)),
        ("lacking", equal._replace(lacking=True)),
        ("overlooked", equal._replace(overlooked=True)),
        ("specific", equal._replace(specific=True)),
        ("label", equal._replace(label="C")),
    ]
    assert tuple(name for name, _ in worse) == Merit._fields
    for name, other in worse:
        assert equal < other
        assert equal.ahead_of(other) == name
    # An earlier criterion outweighs all later ones.
    for (_, first), (_, later) in pairwise(worse):
        assert later < first


def test_questions_that_are_open_count(tmp_path: Path) -> None:
    inn = company(tmp_path, 'complete = ["category"]')
    open_stages = {
        c for f in inn.findings if f.rule == "stage-uncovered" and f.status == "unknown"
        for c in f.concerns
    }  # fmt: skip
    assert TPG + "postPurchase" in open_stages
    asked = merit(inn, "CustomerService").unknowns
    assert asked < 0
    # Once somebody stands at the stage, nobody needs to ask for it.
    desk = company(tmp_path, 'complete = ["category"]', rows="Desk,Customer service\n")
    assert asked < merit(desk, "CustomerService").unknowns
    closed = company(tmp_path, "complete = true", 'size = "small"', 'goals = ["retention"]')
    assert merit(closed, "CustomerService").unknowns == 0


def test_what_is_said_of_the_kind_comes_before_what_is_said_of_its_genus(tmp_path: Path) -> None:
    inn = company(tmp_path)
    engine = inn.inference.engine
    of_itself = {
        (s, o) for s, _, o in engine.triples(p="https://w3id.org/tpgraph/working#saidOfItself")
    }
    said = {(s, o) for s, _, o in engine.triples(p=TPG + "saidByDocuments")}
    assert of_itself < said
    kind, value = min((s, o) for s, o in said - of_itself if isinstance(o, str))
    only_its_genus = merit(inn, kind.removeprefix(TPG), str(value).removeprefix(TPG))
    assert only_its_genus.documents == (0, 1)
    kind, value = min((s, o) for s, o in of_itself if isinstance(o, str))
    itself = merit(inn, kind.removeprefix(TPG), str(value).removeprefix(TPG))
    assert itself.documents == (0, 0)
    assert merit(inn, kind.removeprefix(TPG), "nothing").documents == (1, 1)


def test_what_the_company_states_of_itself_counts(tmp_path: Path) -> None:
    shop = company(tmp_path, "has_store = true")
    assert merit(shop, "Cashier").fits == -1
    unsaid = company(tmp_path)
    assert merit(unsaid, "Cashier").fits == 0
    assert merit(unsaid, "Coupon").lacking > merit(unsaid, "Cashier").lacking


def _with_alternatives(analysis: tpgraph.Analysis) -> list[Recommendation]:
    return [r for r in analysis.recommendations if len(r.suggestions) > 1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_advice_says_why_its_first_kind_is_first(lang: str) -> None:
    analysis = tpgraph.analyze(
        tpgraph.sample("casa_morgana"), as_of=AS_OF, lang=lang, complete=["stages", "category"]
    )
    found = _with_alternatives(analysis)
    assert len({r.suggestions[0].first_by for r in found}) > 1
    words = texts_in(lang)
    for r in found:
        first, *others = r.suggestions
        assert first.first_by in Merit._fields
        assert words(f"first.{first.first_by}") in first.why
        assert not any(s.first_by for s in others)


def test_the_order_is_that_of_the_merits() -> None:
    analysis = tpgraph.analyze(
        tpgraph.sample("casa_morgana"), as_of=AS_OF, complete=["stages", "category"]
    )
    merits = Merits(analysis.inference)
    for r in _with_alternatives(analysis):
        ranked = [
            merits.of(Candidate("", r.rule, "add", kind=s.kind, covers=set(s.covers)))
            for s in r.suggestions
        ]
        # What the rule counts is the same for all that close the same.
        assert ranked == sorted(ranked)
