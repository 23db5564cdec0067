"""What checks say of an inventory: at its place, once, and with the inference behind it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tpgraph.model import LANGUAGES, Problem
from tpgraph.pipeline import analyse
from tpgraph.reason.check import without_repeats
from tpgraph.resources import ontology_dir
from tpgraph.vocabulary import NAMESPACE

AS_OF = date(2026, 1, 15)
HEADER = "name,type,category,modality,status,reviewed,cost,currency,leads_to,conversions\n"
CLOSURE = (ontology_dir() / "generated" / "closure.nt").read_text(encoding="utf-8")


def problems(folder: Path, rows: str, company: str = "", lang: str = "en") -> list[Problem]:
    (folder / "company.toml").write_text(f'name = "C"\n{company}', encoding="utf-8")
    (folder / "touchpoints.csv").write_text(HEADER + rows, encoding="utf-8")
    return analyse(folder, as_of=AS_OF, lang=lang).check()


def only(found: list[Problem], code: str) -> Problem:
    (problem,) = [p for p in found if p.code == code]
    return problem


@pytest.mark.parametrize("name", ["bottega_jeans", "casa_morgana", "hanul_teilor"])
def test_the_samples_are_in_order(name: str) -> None:
    assert analyse(ROOT / "data" / name, as_of=date(2026, 11, 22)).check() == []


def test_a_contradiction_is_explained_step_by_step(tmp_path: Path) -> None:
    found = only(problems(tmp_path, "Store,Brand store,,virtual,,,,,,\n"), "contradicts-kind")
    assert (found.severity, found.place.row, found.place.column) == ("error", 2, "modality")
    kind, below, never = found.because
    assert kind.place is not None
    assert (kind.place.row, kind.place.column) == (2, "type")
    assert kind.text == "“Store” is stated to be: Brand store."
    # The chain hangs together, and both steps of the ontology are HermiT's.
    assert kind.o == below.s
    assert below.o == never.s
    assert never.o == NAMESPACE + "VirtualTouchpoint"
    for step in (below, never):
        assert f"<{step.s}> <{step.p}> <{step.o}> ." in CLOSURE
        assert step.place is None


def test_a_kind_that_has_the_axiom_itself_needs_no_superclass(tmp_path: Path) -> None:
    rows = "Spot,Radio advertisement,,physical,,,,,,\n"
    kind, never = only(problems(tmp_path, rows), "contradicts-kind").because
    assert kind.o == never.s == NAMESPACE + "RadioAdvertisement"


def test_two_kinds_that_exclude_each_other_are_explained_from_both(tmp_path: Path) -> None:
    found = only(problems(tmp_path, "Both,Shop | Website,,,,,,,,\n"), "kinds-exclude-each-other")
    assert found.place.column == "type"
    stated = {step.o for step in found.because if step.place is not None}
    assert stated == {NAMESPACE + "Shop", NAMESPACE + "Website"}
    for step in found.because:
        if step.place is None:
            assert f"<{step.s}> <{step.p}> <{step.o}> ." in CLOSURE


def test_what_is_left_out_is_explained(tmp_path: Path) -> None:
    found = only(problems(tmp_path, "Card,Coupon,advertising,,,,,,,\n"), "leaves-out-necessary")
    assert (found.severity, found.value) == ("warning", "advertising")
    assert found.because[-1].o == NAMESPACE + "SalesPromotionTouchpoint"
    assert f"<{found.because[-1].s}> <{found.because[-1].p}> <{found.because[-1].o}> ." in CLOSURE


def test_what_only_the_graph_shows_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = "A,Leaflet,,,,,,,B,\nB,Brochure,,,retired,,,,,\nC,Coupon,,,planned,,40,,,7\n"
    found = problems(tmp_path, rows, "[bounds]\nsatisfaction_min = 8\nsatisfaction_scale = '1-5'\n")
    told = {p.code: (p.place.file, p.place.row, p.place.column) for p in found}
    assert told == {
        "leads-to-retired": ("touchpoints.csv", 2, "leads_to"),
        "currency-not-stated": ("touchpoints.csv", 4, "cost"),
        "planned-with-results": ("touchpoints.csv", 4, "conversions"),
        "bound-cannot-be-met": ("company.toml", 3, "bounds.satisfaction_min"),
    }


def test_a_blank_column_that_is_complete_is_told_where_that_is_said(tmp_path: Path) -> None:
    found = only(
        problems(tmp_path, "A,Leaflet,,,,,,,,\n", 'complete = ["reviewed"]\n'),
        "blank-though-complete",
    )
    assert (found.place.file, found.place.row) == ("company.toml", 2)
    assert "reviewed" in found.message


def test_what_reading_has_said_is_not_said_again(tmp_path: Path) -> None:
    rows = "A,Leaflet,,,,2027-01-01,,,,\nB,Brochure,,,,,3,Taler,,\n"
    codes = [p.code for p in problems(tmp_path, rows)]
    assert sorted(codes) == ["future-date", "unknown-currency"]
    found = problems(tmp_path, rows)
    assert without_repeats(found, found) == []
    assert without_repeats(found, found[:1]) == found[1:]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_has_its_own_words(lang: str, tmp_path: Path) -> None:
    rows = "Spot,Radio advertisement,,physical,,,,,,\n"
    here = only(problems(tmp_path, rows, lang=lang), "contradicts-kind")
    english = only(problems(tmp_path, rows), "contradicts-kind")
    assert "Spot" in here.message
    assert "{" not in here.message + here.mend
    for mine, theirs in ((here.message, english.message), (here.mend, english.mend)):
        assert (mine == theirs) == (lang == "en")
    for mine_step, step in zip(here.because, english.because, strict=True):
        assert (mine_step.text == step.text) == (lang == "en")
        assert mine_step.o == step.o
