"""E1 to E10 against what a reader found in the documents, who had not seen the ontology.

``E*/expected.tsv`` holds that reading: document, line, language, group and item in the document's
own words, and a note. What a note begins with says how firmly the text says it; the firm ones have
to be in the answer, the others may be. An answer that cites a place must cite one the reader found.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from tpgraph.model import LANGUAGES
from tpgraph.query.named import named_query
from tpgraph.query.results import Result
from tpgraph.query.run import answer as ask
from tpgraph.query.run import query_store, query_text, run_query
from tpgraph.reason.generate.label_index import labels_in
from tpgraph.reason.source import Source
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
# The column that shows the term of a row.
ITEM = {
    **dict.fromkeys(("E1", "E2", "E4", "E5", "E6"), "example"),
    "E3": "touchpoint",
    "E7": "demand",
    "E8": "step",
    "E9": "what",
    "E10": "name",
}
# Items that the reader put into words of his own, a verb turned into a noun: held to the place and
# the group, not to the word; and groups that are the reader's own as well.
BY_PLACE = {"E7", "E8"}
OWN_GROUPS = {("E8", "004")}
# The reader put offline and online under physical and virtual; they are a pair of their own.
NEIGHBOURS = {"оффлайн точки контакта": "offline", "онлайн точки контакта": "online"}
# Places of the answers that the reader passed over, each looked at again: they do speak to it.
ALSO = {
    "E3": {("002", 8)},  # places of purchase as such
    "E4": {("004", 10)},  # the heading of what is physical in the shop
    # what the steps are for (000), that touchpoints are planned (001), what identifying them is
    # about (004), and consistency and personalisation where they are demanded (000, 003)
    "E8": {
        ("000", 1), ("000", 3), ("000", 5), ("000", 7), ("001", 4), ("003", 79), ("003", 158),
        ("004", 3),
    },
    "E9": {("003", 84)},  # unique solutions, once the needs are known
}  # fmt: skip


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


def same_group(code: str, row: Row, shown: str) -> bool:
    """Whether the answer's group is what the reader's words for it name."""
    if (code, row.document) in OWN_GROUPS:
        return True
    known = words(row.language)
    name = NEIGHBOURS.get(row.note.partition("; ")[2], row.group)
    return bool(known[normalise(name)] & known[normalise(shown)])


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
        here = [r for r in records if same_group(code, row, str(r[FIRM[code][1]]))]
        known = words(row.language)
        meant = known[normalise(row.item)]
        itself = bool(meant & known[normalise(row.group)])
        if code in BY_PLACE or itself:
            if not here:
                missing.append(row)
        elif not any(r["term"] in meant for r in here):
            missing.append(row)
    assert missing == []


@pytest.mark.parametrize("code", CODES)
def test_the_answer_cites_only_places_that_the_reader_found(code: str) -> None:
    found = {(f"seed{r.document}", str(r.line)) for r in reading(code)}
    also = {(f"seed{document}", str(line)) for document, line in ALSO.get(code, set())}
    cited = {
        (str(r["document"]), str(r["line"])) for r in answer(code, "en").records() if r["document"]
    }
    assert cited - found == also


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


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_called_as_its_language_calls_it(code: str, language: str) -> None:
    labels = labels_in(Source(), language)
    shown = [(r["term"], r[ITEM[code]]) for r in answer(code, language).records() if r["term"]]
    assert shown
    assert [(term, name) for term, name in shown if labels[term] != name] == []


@pytest.mark.parametrize("code", CODES)
def test_a_statement_taken_out_is_missed(code: str) -> None:
    store = query_store()
    text = query_text(code, "en", {})
    before = Counter(map(tuple, ask(store, text).texts()))
    (gone, *_) = [r for r in ask(store, text).records() if r["words"]]
    store.update(
        f"""PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
        DELETE WHERE {{ GRAPH ?g {{ ?s tpg:words {ox.Literal(str(gone["words"]))} ; ?p ?o }} }}"""
    )
    after = Counter(map(tuple, ask(store, text).texts()))
    lost = before - after
    assert lost
    assert all(str(gone["words"]) in row for row in lost)
    # What is left of a group without a statement is its bare line.
    assert sum((after - before).values()) <= 1


@pytest.mark.parametrize("code", CODES)
def test_another_name_of_a_term_is_shown(code: str) -> None:
    store = query_store()
    text = query_text(code, "it", {})
    shown = str(next(r["term"] for r in ask(store, text).records() if r["term"]))
    store.update(
        f"""PREFIX skos: <{SKOS}>
        DELETE {{ GRAPH ?g {{ <{shown}> skos:prefLabel ?old }} }}
        INSERT {{ GRAPH ?g {{ <{shown}> skos:prefLabel "Altro nome"@it }} }}
        WHERE {{ GRAPH ?g {{ <{shown}> skos:prefLabel ?old . FILTER (LANG(?old) = "it") }} }}"""
    )
    assert any("Altro nome" in map(str, r.values()) for r in ask(store, text).records())
