"""E1 to E10 against what a reader found in the documents, who had not seen the ontology.

``E*/expected.tsv`` holds that reading: document, line, language, group and item in the document's
own words, and a note. What a note begins with says how firmly the text says it; the firm ones have
to be in the answer, the others may be. An answer that cites a place must cite one the reader found.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from tpgraph.model import LANGUAGES
from tpgraph.query.named import named_query
from tpgraph.query.results import Result
from tpgraph.query.run import query_store, run_query
from tpgraph.text import normalise

HERE = Path(__file__).parent
SKOS = "http://www.w3.org/2004/02/skos/core#"
CODES = [f"E{number}" for number in range(1, 11)]
# What the note of a firm row begins with, and the column of the answer that holds the group.
FIRM = {
    "E1": ("example", "category"),
    "E2": ("seven", "name"),
    "E3": ("stage", "stage"),
    "E4": ("example", "modality"),
    "E5": ("example", "form"),
    "E6": ("goal list", "goal"),
    "E7": ("demand", "principle"),
    "E8": ("step", "step"),
    "E9": ("method", "method"),
    "E10": ("event", "industry"),
}
# Items that the reader put into words of his own, a verb turned into a noun: held to the place and
# the group, not to the word.
BY_PLACE = {"E7", "E8"}


@dataclass(frozen=True)
class Row:
    """A line of a reading."""

    document: str
    line: int
    language: str
    group: str
    item: str
    note: str


def reading(code: str) -> list[Row]:
    with (HERE / code / "expected.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Row(r["document"], int(r["line"]), r["language"], r["group"], r["item"], r["note"])
            for r in csv.DictReader(file, delimiter="\t")
        ]


def firm(code: str) -> list[Row]:
    return [
        r for r in reading(code) if r.note.startswith(FIRM[code][0]) and "passing" not in r.note
    ]


@cache
def answer(code: str, language: str) -> Result:
    return run_query(b"", code, language)


@cache
def words(language: str) -> dict[str, set[str]]:
    """Normalised labels of a language and the terms that have them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    store = query_store()
    for name in ("prefLabel", "altLabel", "notation"):
        for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS + name), None):
            text = quad.object
            if isinstance(text, ox.Literal) and text.language in (language, None, "en"):
                found[normalise(text.value)].add(str(quad.subject.value))  # type: ignore[union-attr]
    return found


def same_group(row: Row, shown: str, language: str) -> bool:
    """Whether the answer's group is what the reader's words for it name."""
    return bool(words(row.language)[normalise(row.group)] & words(language)[normalise(shown)])


def test_each_question_was_read() -> None:
    assert {p.parent.name for p in HERE.glob("E*/expected.tsv")} == set(CODES)
    assert all(len(firm(code)) >= 6 for code in CODES)


@pytest.mark.parametrize("code", CODES)
def test_what_the_documents_say_firmly_is_in_the_answer(code: str) -> None:
    missing = []
    for row in firm(code):
        if not row.item:
            continue
        records = [
            r
            for r in answer(code, row.language).records()
            if r["document"] == f"seed{row.document}" and str(r["line"]) == str(row.line)
        ]
        here = [r for r in records if same_group(row, str(r[FIRM[code][1]]), row.language)]
        meant = words(row.language)[normalise(row.item)]
        if code in BY_PLACE:
            if not here:
                missing.append(row)
        elif not any(r["term"] in meant for r in here):
            missing.append(row)
    assert missing == []


@pytest.mark.parametrize("code", CODES)
def test_the_answer_cites_only_places_that_the_reader_found(code: str) -> None:
    found = {(f"seed{r.document}", str(r.line)) for r in reading(code)}
    cited = {
        (str(r["document"]), str(r["line"])) for r in answer(code, "en").records() if r["document"]
    }
    assert cited - found == set()


@pytest.mark.parametrize("code", CODES)
def test_all_five_languages_give_the_same_answer(code: str) -> None:
    assert named_query(code).scope == "ontology"
    texts = {}
    keys = {}
    for language in LANGUAGES:
        records = answer(code, language).records()
        keys[language] = sorted(
            (str(r["term"]), str(r["document"]), str(r["line"])) for r in records
        )
        texts[language] = {str(r[FIRM[code][1]]) for r in records if r[FIRM[code][1]]}
    assert len(keys["en"]) > 5
    assert all(keys[language] == keys["en"] for language in LANGUAGES)
    # Every language shows its own words.
    assert len({frozenset(shown) for shown in texts.values()}) == len(LANGUAGES)
