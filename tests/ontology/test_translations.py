"""Every text has one status, true to the text: a change of the text takes it away."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.ontology.sources import copy_with
from tpgraph.errors import OntologyError
from tpgraph.model import LANGUAGES
from tpgraph.reason.source import SKOS, TPG, Source
from tpgraph.reason.translations import DRAFTED, STATUSES, refreshed, statuses, texts

KIOSK = """
tpg:CityKiosk a owl:Class ; rdfs:subClassOf tpg:Touchpoint ;
    skos:prefLabel "City kiosk"@en , "Chioșc"@ro ; skos:altLabel "Town kiosk"@en .
"""


def lines(files: dict[str, str], language: str) -> list[list[str]]:
    return [line.split("\t") for line in files[f"translations/{language}.tsv"].splitlines()]


def set_status(folder: Path, language: str, term: str, status: str) -> None:
    path = folder / "translations" / f"{language}.tsv"
    changed = [
        re.sub(r"\t\S+$", f"\t{status}", line) if line.startswith(f"{term}\t") else line
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")


def write_all(source: Source, folder: Path) -> None:
    for name, text in refreshed(source, folder).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_every_text_has_exactly_one_status() -> None:
    source = Source()
    shipped = {
        f"translations/{language}.tsv": (
            ROOT / "ontology" / "translations" / f"{language}.tsv"
        ).read_text(encoding="utf-8")
        for language in LANGUAGES
    }
    every = set(texts(source))
    for language in LANGUAGES:
        header, *rows = lines(shipped, language)
        assert header == ["term", "property", "digest", "status"]
        assert {tuple(row[:3]) for row in rows} == {t.key for t in every if t.language == language}
        assert len({tuple(row[:3]) for row in rows}) == len(rows) > 2000
        assert {row[3] for row in rows} <= set(STATUSES)
    known = statuses()
    assert len(known) == len(every)
    assert known[TPG + "Coupon", SKOS + "prefLabel", "en", "Coupon"] in STATUSES


def test_no_text_is_said_to_be_more_than_it_is() -> None:
    # No native speaker of the trade has signed any text yet; who does changes this test.
    assert Counter(statuses().values())["native"] == 0


def test_a_new_text_is_drafted_and_a_changed_one_again(tmp_path: Path) -> None:
    folder = copy_with(KIOSK, tmp_path)
    write_all(Source(folder), folder)
    set_status(folder, "en", "tpg:CityKiosk", "second-read")
    set_status(folder, "ro", "tpg:CityKiosk", "native")

    def now() -> dict[str, list[str]]:
        files = refreshed(Source(folder), folder)
        return {
            language: [row[3] for row in lines(files, language) if row[0] == "tpg:CityKiosk"]
            for language in ("en", "ro")
        }

    assert now() == {"en": ["second-read", "second-read"], "ro": ["native"]}
    path = folder / "kinds" / "zz_added.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace('"Chioșc"', '"Chioșc stradal"'))
    assert now() == {"en": ["second-read", "second-read"], "ro": [DRAFTED]}


@pytest.mark.parametrize("line", ["tpg:Coupon\tskos:prefLabel\t0123456789", "a\tb\tc\tperfect"])
def test_a_line_that_is_not_understood_is_named(tmp_path: Path, line: str) -> None:
    folder = copy_with("", tmp_path)
    path = folder / "translations" / "it.tsv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"term\tproperty\tdigest\tstatus\n{line}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"it\.tsv:2: .*second-read"):
        refreshed(Source(folder), folder)
