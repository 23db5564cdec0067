"""Free names as kinds: the labelled set, the examples, the tables, speed."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tpgraph.inventory.kinds import SURE, recognise_name, vague_words
from tpgraph.inventory.recognise import load_index
from tpgraph.resources import read_json, read_text
from tpgraph.vocabulary import NAMESPACE

NAMES = Path(__file__).parent / "names"


class Measured(NamedTuple):
    """Of a set: rows, those that name a kind, sure ones, right ones, sure ones of a kind."""

    rows: int
    nameable: int
    sure: int
    right: int
    covered: int

    @property
    def precision(self) -> float:
        return self.right / self.sure

    @property
    def coverage(self) -> float:
        return self.covered / self.nameable

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, coverage {self.coverage:.3f} of {self.rows}"


def measure(name: str, half: str) -> Measured:
    """Of a file of ``names``, one half (``tune`` or ``held``) or all of it (an empty text)."""
    rows = nameable = sure = right = covered = 0
    index = load_index()
    with (NAMES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if half and row["half"] != half:
                continue
            rows += 1
            nameable += row["kind"] != "-"
            found = recognise_name(index, row["name"])
            if found.status == "taken":
                kind = found.offers[0].term.removeprefix(NAMESPACE)
                sure += 1
                right += kind in {row["kind"], *row["also"].split("|")}
                covered += row["kind"] != "-"
    return Measured(rows, nameable, sure, right, covered)


# The floors are the figures of names/README.md: what was reached, no more.
@pytest.mark.parametrize(
    ("name", "half", "precision", "coverage"),
    [
        ("names", "tune", 0.99, 0.95),
        ("names", "held", 0.985, 0.88),
        ("builders", "", 0.99, 0.90),
        ("second", "tune", 0.99, 0.94),
        ("second", "held", 0.975, 0.78),
        ("third", "", 0.96, 0.86),
    ],
)
def test_sure_answers_are_right_and_many(
    name: str, half: str, precision: float, coverage: float
) -> None:
    measured = measure(name, half)
    assert measured.rows > 150
    assert measured.precision >= precision, str(measured)
    assert measured.coverage >= coverage, str(measured)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("IG page", "SocialMediaPage"),
        ("листовки у входа", "Leaflet"),
        ("volantini A5 stazione", "Flyer"),
        ("vânzător Ion", "SalesAssistant"),
        ("بنر سایت", "DisplayBanner"),
        ("NEWSLETER aprilie", "Newsletter"),
    ],
)
def test_names_of_everyday(name: str, kind: str) -> None:
    found = recognise_name(load_index(), name)
    assert (found.status, found.offers[0].term) == ("taken", NAMESPACE + kind)
    assert found.offers[0].score >= SURE
    assert found.reason


# A word of a touchpoint makes no touchpoint of what the name is about.
@pytest.mark.parametrize(
    "name",
    [
        "newsletter subscribers",
        "window cleaner",
        "Facebook pixel",
        "stampa volantini",
        "Stampa volantini",
        "закупка пакетов",
        "چاپ بروشور",
        "منوی کافه",
        "Grace Sale",
        "Катя Лавка",
        "meniu restaurant",
        "outdoor furniture",
        "newsletter popup",
        "ремонт кондиционера",
        "hotel deplasare",
        "medico del lavoro",
        "school fees",
        "Slack channel internal",
        "clinica asigurare",
    ],
)
def test_what_stands_beside_a_touchpoint_is_none(name: str) -> None:
    assert recognise_name(load_index(), name).status != "taken"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("wobbler", "PointOfSaleMaterial"),  # a label of danglers
        ("inaugurazione", "Event"),  # a label of events in a shop
        ("office@", "EmailContact"),  # a label of offices
        ("toy shop", "Shop"),
        ("camerino", "StoreDesign"),  # a label of trying out a product
    ],
)
def test_words_that_are_also_a_label_say_what_is_sure(name: str, kind: str) -> None:
    found = recognise_name(load_index(), name)
    assert (found.status, found.offers[0].term) == ("taken", NAMESPACE + kind)


# Where a name says two kinds about as well, what they share is sure.
@pytest.mark.parametrize(
    ("name", "kind"),
    [("Sale + raffle", "Promotion"), ("blog sau forum", "OnlinePresence")],
)
def test_rivals_say_what_they_share(name: str, kind: str) -> None:
    found = recognise_name(load_index(), name)
    assert (found.status, found.offers[0].term) == ("taken", NAMESPACE + kind)
    assert len(found.offers) == 3  # the rivals are still offered


@pytest.mark.parametrize("name", ["podcast blog forum", "buget blog sau forum", "blog vetrina"])
def test_rivals_that_share_nothing_are_offered(name: str) -> None:
    assert recognise_name(load_index(), name).status == "offered"


# A leaflet or a message is one, whatever it is about.
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SMS garantie", "SmsMessage"),
        ("leaflet - test drive", "Leaflet"),
        ("volantino sagra", "Flyer"),
    ],
)
def test_what_carries_a_message_stays_itself(name: str, kind: str) -> None:
    found = recognise_name(load_index(), name)
    assert (found.status, found.offers[0].term) == ("taken", NAMESPACE + kind)


# A hotel, a clinic, a school are where something happens, unless nothing else is said.
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("lobby", "PhysicalVenue"),
        ("volantini hotel", "Flyer"),
        ("WhatsApp clinica", "MessengerChannel"),
        ("листовки аптека", "Leaflet"),
        ("منشی کلینیک", "StaffContact"),
    ],
)
def test_a_place_yields_to_what_happens_there(name: str, kind: str) -> None:
    found = recognise_name(load_index(), name)
    assert (found.status, found.offers[0].term) == ("taken", NAMESPACE + kind)


# What people write that no kind stands for exactly is offered, not taken.
@pytest.mark.parametrize(
    "name", ["business cards", "визитки", "letterhead", "конверты", "portfolio", "case study"]
)
def test_what_has_no_kind_of_its_own_is_offered(name: str) -> None:
    found = recognise_name(load_index(), name)
    assert found.status == "offered"
    assert found.offers


@pytest.mark.parametrize(
    "name", ["Giulia", "Ion", "علی", "Казань", "", "12", "flyer budget", "Website?", "x" * 5000]
)
def test_what_is_not_sure_is_not_taken(name: str) -> None:
    assert recognise_name(load_index(), name).status != "taken"


def test_at_most_three_are_offered_best_first() -> None:
    found = recognise_name(load_index(), "podcast blog forum")
    scores = [offer.score for offer in found.offers]
    assert (found.status, len(scores)) == ("offered", 3)
    assert scores == sorted(scores, reverse=True)


def test_a_label_is_its_kind() -> None:
    index = load_index()
    labels = read_json("generated/index.json")["kinds"]
    for label, kinds in labels.items():
        if len(kinds) == 1 and label not in vague_words():
            assert recognise_name(index, label).offers[0].term == NAMESPACE + kinds[0]


def test_the_tables_name_kinds_that_there_are() -> None:
    kinds = {k for ks in read_json("generated/index.json")["kinds"].values() for k in ks}
    rows = [
        line.split("\t")
        for line in read_text("recognition/words.tsv").splitlines()
        if not line.startswith("#")
    ]
    concepts = [row[0] for row in rows]
    assert len(set(concepts)) == len(concepts)
    assert {row[1] for row in rows} == {
        "head",
        "place",
        "where",
        "carrier",
        "mod",
        "skip",
        "block",
        "loose",
    }
    assert {row[2].rstrip("?") for row in rows} <= kinds | {"-"}
    words = [word for row in rows if row[1] != "loose" for word in row[3].split("|")]
    assert len(set(words)) == len(words)
    for line in read_text("recognition/combinations.tsv").splitlines():
        if not line.startswith("#"):
            said, kind = line.split("\t")
            assert kind.rstrip("?") in kinds | {"-"}, line
            assert set(said.replace("|", " ").split()) <= set(concepts), line


def test_many_distinct_names_take_seconds() -> None:
    index = load_index()
    recognise_name(index, "warm up")
    heads = ("volantini", "IG page", "листовки у", "بنر سایت", "poster in", "Shop")
    start = time.process_time()
    for number in range(20_000):
        name = f"{heads[number % len(heads)]} Qz{number * 7919 % 1_000_003:x}w {number}"
        recognise_name(index, name)
    assert time.process_time() - start < 5  # 1 s on the machine it was written on
