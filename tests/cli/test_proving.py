"""`tpgraph explain --verify` and `--check-proof`: what holds, what is refused, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AS_OF, PLANTED, SHOP, Tp, require_valid
from tests.conftest import ROOT
from tpgraph.model import LANGUAGES
from tpgraph.pipeline import analyse
from tpgraph.reason.proof.steps import KINDS
from tpgraph.reason.texts import texts_in

PACKAGE = ROOT / "src" / "tpgraph"


def first_gap(tp: Tp, rule: str, path: Path = SHOP) -> str:
    answer = tp("gaps", path, "--rule", rule, "--status", "all", "--format", "json").json
    return str(answer["findings"][0]["id"])


def saved(tp: Tp, folder: Path, rule: str, *options: str) -> tuple[Path, dict[str, Any]]:
    ran = tp("explain", SHOP, first_gap(tp, rule), "--format", "json", *options)
    assert (ran.code, ran.err) == (0, "")
    require_valid(ran.json, "findings")
    file = folder / "proof.json"
    file.write_text(ran.out, encoding="utf-8")
    return file, ran.json


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_proof_is_verified_step_by_step(tp: Tp, lang: str) -> None:
    texts = texts_in(lang, "proof")
    ran = tp("explain", SHOP, first_gap(tp, "concentrate-here"), "--verify", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert texts("state.refused") not in ran.out
    assert ran.out.count(f"[{texts('state.verified')}]") > 10
    assert texts("margin") in ran.out
    # The passage stands there as the document has it, in its own language.
    assert "quali touchpoint hanno un rendimento inferiore" in ran.out


def test_a_threshold_s_source_is_said_in_words(tp: Tp) -> None:
    ran = tp("explain", SHOP, first_gap(tp, "concentrate-here"))
    assert "meanCrosshair" not in ran.out
    assert "mean of the rated touchpoints" in ran.out


def test_a_saved_proof_is_checked_with_its_texts(tp: Tp, tmp_path: Path) -> None:
    file, answer = saved(tp, tmp_path, "category-uncovered", "--lang", "ru")
    assert answer["proof"]["finding"] == answer["findings"][0]["id"]
    assert tp("explain", SHOP, "--check-proof", file).code == 0
    changes: tuple[Callable[[Any], object], ...] = (
        lambda a: a["findings"][0].update(message="All is well."),
        lambda a: a["findings"][0]["sought"].update(count=5),
        lambda a: a["findings"][0]["facts"].pop(),
        lambda a: a["proof"]["steps"].pop(0),
        lambda a: a["proof"]["steps"][-1].update(status="ok"),
        lambda a: a.update(company="https://example.org/other"),
        lambda a: a.update(more=1),
        lambda a: a.update(lang="xx"),
        lambda a: a.pop("as_of"),
        lambda a: a.pop("proof"),
    )
    for change in changes:
        other = json.loads(json.dumps(answer))
        change(other)
        file.write_text(json.dumps(other), encoding="utf-8")
        ran = tp("explain", SHOP, "--check-proof", file)
        assert (ran.code, ran.err) == (1, "")
        assert "refused" in ran.out


def test_the_bare_proof_is_checked_too(tp: Tp, tmp_path: Path) -> None:
    file, answer = saved(tp, tmp_path, "too-costly")
    file.write_text(json.dumps(answer["proof"]), encoding="utf-8")
    assert tp("explain", SHOP, "--check-proof", file).code == 0
    assert tp("explain", PLANTED, "--check-proof", file).code == 1
    later = analyse(SHOP, as_of=date(2027, 1, 1)).check_proof(answer["proof"])
    assert [(v.reason, v.field, v.about) for v in later.refused] == [
        ("differs", "as_of", "2027-01-01")
    ]


def test_verdicts_as_json(tp: Tp, tmp_path: Path) -> None:
    ran = tp("explain", SHOP, first_gap(tp, "stage-uncovered"), "--verify", "--format", "json")
    assert ran.code == 0
    require_valid(ran.json, "findings")
    assert ran.json["verification"]["accepted"] is True
    assert ran.json["as_of"] == AS_OF
    file = tmp_path / "verified.json"
    file.write_text(ran.out, encoding="utf-8")
    assert tp("explain", SHOP, "--check-proof", file).code == 0


@pytest.mark.parametrize("text", ["", "no json", "[1]", "{}", "null", '{"steps": 3}', "[" * 9_999])
def test_what_is_no_proof_is_said_so(tp: Tp, tmp_path: Path, text: str) -> None:
    file = tmp_path / "proof.json"
    file.write_text(text, encoding="utf-8")
    ran = tp("explain", SHOP, "--check-proof", file)
    assert ran.code in (1, 2)
    assert ran.out if ran.code == 1 else ran.err


def test_either_a_finding_or_a_proof(tp: Tp, tmp_path: Path) -> None:
    assert tp("explain", SHOP).code == 2
    assert tp("explain", SHOP, "abc", "--check-proof", tmp_path / "x.json").code == 2
    assert tp("explain", SHOP, "--check-proof", tmp_path / "none.json").code == 2


def test_every_kind_of_step_and_reason_has_its_words() -> None:
    english = texts_in("en", "proof").table
    assert {k.removeprefix("kind.") for k in english if k.startswith("kind.")} == {
        *KINDS, "proof", "answer",
    }  # fmt: skip
    source = "".join(p.read_text() for p in (PACKAGE / "reason" / "proof").glob("*.py"))
    reasons = {*re.findall(r'Error\("([a-z-]+)"', source), "unreadable"}
    assert {k.removeprefix("why.") for k in english if k.startswith("why.")} == reasons
    folder = PACKAGE / "texts" / "proof"
    for lang in LANGUAGES:
        own = json.loads((folder / f"{lang}.json").read_text(encoding="utf-8"))
        assert own.keys() == english.keys()
        assert all(own.values())
