"""Makes a large list of touchpoints as a firm of many branches may have it, for measuring.

The rows are those of two sample companies, varied: types as labels in five languages, or none and
a free name; terms in several languages; numbers, dates and addresses of each row's own; and in a
few rows in a hundred something that is wrong.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tpgraph.model import LANGUAGES
from tpgraph.resources import read_json
from tpgraph.vocabulary import COLUMNS, NAMESPACE

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ("casa_morgana", "nordlicht_software")
NAMES = ROOT / "tests" / "inventory" / "names" / "names.tsv"
SEED = 20261122
PLACES = (
    "Cluj", "Iași", "București", "Казань", "Тверь", "Пермь", "شیراز", "تبریز", "اصفهان", "Torino",
    "Parma", "Bari", "Leeds", "Bath", "York", "Hamburg", "Graz", "Lyon", "Brno", "Gdańsk",
)  # fmt: skip
WITHOUT_TYPE = 0.35  # of the rows
ONE_OF_FIVE = 0.2  # of the terms are written in another language than English
WRONG = 0.03  # of the rows
_CONCEPTS = ("category", "stages", "goals", "modality", "personal", "ownership", "media", "status")
_NUMBERS = ("cost", "reach", "contacts", "clicks", "conversions")
_LINKED_WITHIN = 40  # rows: touchpoints lead to others of their branch


def write_list(path: Path, rows: int, seed: int = SEED) -> None:
    """Write a CSV file of ``rows`` touchpoints to ``path``; the same for the same seed."""
    maker = _Maker(random.Random(seed), rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, maker.columns)
        writer.writeheader()
        writer.writerows(maker.rows())


class _Maker:
    def __init__(self, chance: random.Random, count: int) -> None:
        self._chance = chance
        self._count = count
        self._templates = [row for name in SAMPLES for row in _sample(name)]
        used = {column for row in self._templates for column, text in row.items() if text}
        self.columns = [column for column in COLUMNS if column in used]
        self._labels = _labels()
        self._free_names = _free_names()

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows, as texts by column."""
        plans = [self._plan(number) for number in range(self._count)]
        names = [name for name, _, _ in plans]
        for number, (name, kind, template) in enumerate(plans):
            row = dict(template, name=name, type=kind)
            self._vary(row, number)
            if row.get("leads_to"):
                near = names[max(0, number - _LINKED_WITHIN) : number + _LINKED_WITHIN]
                others = [other for other in self._chance.sample(near, 2) if other != name]
                row["leads_to"] = "|".join(others[: row["leads_to"].count("|") + 1])
            if self._chance.random() < WRONG:
                self._spoil(row)
            yield row

    def _plan(self, number: int) -> tuple[str, str, dict[str, str]]:
        """Name, type and the row of a sample that a row follows."""
        chance = self._chance
        template = chance.choice(self._templates)
        place = chance.choice(PLACES)
        if chance.random() < WITHOUT_TYPE:
            return f"{chance.choice(self._free_names)} {place} {number}", "", template
        kind = self._said(template.get("type", ""), of_five=1.0) or template["name"]
        return f"{kind} {place} {number}", kind if "type" in template else "", template

    def _vary(self, row: dict[str, str], number: int) -> None:
        chance = self._chance
        for column in _CONCEPTS:
            if row.get(column):
                row[column] = "|".join(self._said(t) for t in row[column].split("|"))
        for column in _NUMBERS:
            if row.get(column):
                row[column] = str(chance.randrange(1, 40_000))
        if row.get("satisfaction"):
            row["satisfaction"] = f"{chance.uniform(1, 5):.1f}"
        if row.get("reviewed"):
            row["reviewed"] = (date(2024, 1, 1) + timedelta(chance.randrange(900))).isoformat()
        if row.get("url"):
            row["url"] = f"{row['url'].rstrip('/')}/{number}"

    def _said(self, term: str, of_five: float = ONE_OF_FIVE) -> str:
        """A term's label, in some language."""
        labels = self._labels.get(term.strip().casefold().replace("-", " "))
        if not labels or self._chance.random() > of_five:
            return term
        return self._chance.choice(labels)

    def _spoil(self, row: dict[str, str]) -> None:
        column, text = self._chance.choice(
            (
                ("stages", "informatoin search"),
                ("stages", "some time later"),
                ("cost", "about 500"),
                ("reviewed", "01.03.2026"),
                ("reviewed", "2031-01-01"),
                ("satisfaction", "11"),
                ("url", "ask Ana"),
                ("category", "advertizing"),
                ("modality", "physical|virtual"),
                ("supports", "perhaps"),
                ("leads_to", f"{row['name']}, the other one"),
                ("owner", "Ana\x07"),
                ("name", ""),
            )
        )
        row[column] = text


def _sample(name: str) -> list[dict[str, str]]:
    path = ROOT / "data" / name / "touchpoints.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: v for k, v in row.items() if v} for row in csv.DictReader(file)]


def _labels() -> dict[str, list[str]]:
    """English labels of terms, in lower case, to their labels in all languages."""
    texts = [read_json(f"generated/text.{language}.json")["labels"] for language in LANGUAGES]
    return {
        label.casefold(): [text[iri] for text in texts if iri in text]
        for iri, label in texts[LANGUAGES.index("en")].items()
        if iri.startswith(NAMESPACE)
    }


def _free_names() -> list[str]:
    """Names as people write them: the half of the labelled ones that anybody may look at."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    rows = (dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:])
    return [row["name"] for row in rows if row["half"] == "tune"]
