"""One whole course, made once; and the units of every language without what takes long."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tpgraph.cli import run
from tpgraph.model import LANGUAGES
from tpgraph.teach.course.make import Maker, Order
from tpgraph.teach.course.model import Unit
from tpgraph.teach.course.units import UNITS

AS_OF = date(2026, 11, 1)
WHOLE = "fa"  # the language of the whole course: the one with most to go wrong


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "course"
    call = ["course", "--lang", WHOLE, "--out", str(out), "--as-of", AS_OF.isoformat()]
    assert run([*call, "--seed", "3", "--quiet"]) == 0
    return out


@pytest.fixture(scope="session")
def makers() -> dict[str, Maker]:
    return {language: Maker(Order(language, AS_OF, seed=3)) for language in LANGUAGES}


@pytest.fixture(scope="session")
def units(makers: dict[str, Maker]) -> dict[str, list[Unit]]:
    return {
        language: [maker.units.unit(n, maker.asked[n].exercises.questions) for n in UNITS]
        for language, maker in makers.items()
    }
