"""The documents' terms, listed by a reader who had not seen the ontology, are among its labels."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from tpgraph.reason.source import Source
from tpgraph.reason.translations import texts
from tpgraph.text import normalise

TERMS = Path(__file__).with_name("seed_terms.tsv")


def read_terms() -> list[dict[str, str]]:
    with TERMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_the_list_is_whole() -> None:
    found = Counter(row["document"] for row in read_terms())
    assert found == {"000": 93, "001": 25, "002": 46, "003": 138, "004": 47}


def test_every_term_of_the_documents_is_a_label_in_its_language() -> None:
    labels = {
        (text.language, normalise(text.text))
        for text in texts(Source())
        if text.prop in ("skos:prefLabel", "skos:altLabel")
    }
    missing = [
        f"{row['document']}:{row['line']} {row['term']} ({row['gloss_en']})"
        for row in read_terms()
        if (row["language"], normalise(row["term"])) not in labels
    ]
    assert missing == []
