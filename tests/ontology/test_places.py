"""The words that a statement quotes stand on the line that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from tpgraph.reason.source import RDF_TYPE, TPG, Source
from tpgraph.reason.translations import statuses
from tpgraph.text import normalise


@pytest.fixture
def documents(shared_data: Path) -> dict[str, list[str]]:
    """The lines of each document; they are not shipped."""
    folder = shared_data.parent / "seeds"
    if not folder.is_dir():
        pytest.skip(f"no shared data: {folder} is not there")
    return {
        TPG + "seed" + path.name[:3]: path.read_text(encoding="utf-8").splitlines()
        for path in folder.glob("[0-9][0-9][0-9]_*.txt")
    }


def test_every_statement_names_its_place() -> None:
    source = Source()
    statements = source.subjects(RDF_TYPE, TPG + "Statement")
    assert len(statements) > 800
    quoted = [source.labels(s, TPG + "words")[0][1] for s in statements]
    # A pointer, no copy: the texts are the documents' own.
    assert all(2 <= len(re.findall(r"[\w’'-]+", words)) <= 10 for words in quoted)
    assert max(map(len, quoted)) < 90


def test_the_words_stand_on_the_line(documents: dict[str, list[str]]) -> None:
    source = Source()
    assert len(documents) == 5
    wrong = []
    for statement in source.subjects(RDF_TYPE, TPG + "Statement"):
        (document,) = source.objects(statement, "http://purl.org/dc/terms/source")
        (line,) = source.objects(statement, TPG + "line")
        (words,) = (
            q.object.value
            for q in source.store.quads_for_pattern(
                ox.NamedNode(statement), ox.NamedNode(TPG + "words"), None
            )
        )
        if words not in documents[document][int(line) - 1]:
            wrong.append(f"{statement}: {words!r} is not on line {line}")
    assert wrong == []


def test_what_is_said_to_stand_in_a_document_does(documents: dict[str, list[str]]) -> None:
    languages = {"ro": ("000",), "ru": ("001", "003"), "fa": ("002",), "it": ("004",)}
    text = {
        language: " ".join(normalise(line) for n in names for line in documents[TPG + "seed" + n])
        for language, names in languages.items()
    }
    claimed = [key for key, status in statuses().items() if status == "document"]
    assert len(claimed) > 1000
    assert [
        key for key in claimed if f" {normalise(key[3])} " not in f" {text.get(key[2], '')} "
    ] == []
