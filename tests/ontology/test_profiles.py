"""Our verdicts on OWL 2 DL and RL are those of the OWL API's profile checkers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tpgraph.reason.gate import owl2_dl, owl2_rl
from tpgraph.reason.gate.report import ERROR
from tpgraph.reason.gate.source import Source

CASES = sorted((Path(__file__).parent / "profiles").glob("*.ru"))
VERDICT = re.compile(r"# OWL API: OWL 2 DL (yes|no), OWL 2 RL (yes|no)")


def test_there_are_cases_of_every_verdict() -> None:
    found = {VERDICT.match(path.read_text(encoding="utf-8")) for path in CASES}
    assert len(CASES) == 42
    assert {match.groups() for match in found if match} == {
        ("yes", "yes"),
        ("yes", "no"),
        ("no", "no"),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_verdict_is_that_of_the_owl_api(path: Path, source: Source) -> None:
    head, _, update = path.read_text(encoding="utf-8").partition("\n")
    expected = VERDICT.match(head)
    assert expected
    changed = source.changed(update) if update.strip() else source
    dl = not [fault for fault in owl2_dl.find(changed) if fault.level == ERROR]
    rl = dl and not list(owl2_rl.find(changed))
    assert (dl, rl) == tuple(word == "yes" for word in expected.groups())
