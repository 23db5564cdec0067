"""What problems say: the same in all five languages, and every text is used."""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from tests.conftest import ROOT
from tpgraph.errors import CallError, InputError, TpgraphError
from tpgraph.inventory import words
from tpgraph.inventory.ga4_channels import channels
from tpgraph.inventory.messages import SEVERITIES, input_error, problem
from tpgraph.inventory.recognise import load_index
from tpgraph.model import LANGUAGES, Offer, Place, Recognition
from tpgraph.phrases import (
    Column,
    Many,
    Quoted,
    Term,
    listed,
    phrase,
    phrases_in,
    said,
    shown,
    slot_json,
)
from tpgraph.vocabulary import COLUMNS, NAMESPACE

SOURCE = ROOT / "src" / "tpgraph"
OTHERS = [language for language in LANGUAGES if language != "en"]
SLOT = re.compile(r"\{=?\w+\}")
# Texts whose key is put together where it is used.
TOLD = get_type_hints(Recognition)
PUT_TOGETHER = {
    *(channel.ask for channel in channels().values() if channel.ask),
    *(f"severity.{name}" for name in ("error", "warning", "note")),
    *(f"check.{name}" for name in get_args(TOLD["status"])),
    *(f"check.{name}" for name in get_args(TOLD["what"])),
    *(f"check.{name}" for name in ("severity", "place", "message", "mend")),
}


def constants() -> set[str]:
    """Every text that stands in the code as such, the list of codes aside."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def called_with() -> set[str]:
    """What phrases and problems are made of: the first argument where it is a text."""
    makers = {"phrase", "Phrase", "problem", "input_error", "Doubt", "_report"}
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            first = node.args[0]
            if name in makers and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_texts_with_the_same_slots(language: str) -> None:
    english, other = phrases_in("en"), _own_table(language)
    assert list(other) == list(english)
    for key, text in english.items():
        assert other[key].strip() or key.startswith("mark."), key
        assert set(SLOT.findall(other[key])) == set(SLOT.findall(text)), key
        # Only what is data in any language may be the same as in English.
        bare = SLOT.sub("", text)
        is_data = not re.search(r"[a-z]{3}", bare) or key.endswith(".json-shape.mend")
        assert other[key] != text or is_data or language == "it", key


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_those_of_the_language_and_turn_no_direction(language: str) -> None:
    for key, text in _own_table(language).items():
        assert unicodedata.is_normalized("NFC", text), key
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text), key
        assert not re.search("[şţŞŢ]" if language == "ro" else "[يكة]", text), key
        if language in ("ru", "fa") and len(SLOT.sub("", text)) > 25 and "{{" not in text:
            script = "CYRILLIC" if language == "ru" else "ARABIC"
            assert any(script in unicodedata.name(c, "") for c in text), key


def test_what_the_code_says_is_in_the_tables() -> None:
    known = phrases_in("en")
    assert called_with() - set(known) == set()
    assert set(SEVERITIES) - set(known) == set()
    for column in {c for text in known.values() for c in re.findall(r"\{=(\w+)\}", text)}:
        assert column in COLUMNS


def test_what_is_in_the_tables_is_said_somewhere() -> None:
    found = constants()
    for key in phrases_in("en"):
        part, _, rest = key.partition(".")
        if part == "reported" or key in PUT_TOGETHER:
            continue
        name = rest if part == "note" else key.removesuffix(".mend")
        assert name in found, key
    assert constants() >= set(SEVERITIES)


@pytest.mark.parametrize("language", OTHERS)
def test_a_column_may_be_called_what_messages_call_it(language: str) -> None:
    index = load_index()
    called = {Column(name).text(language): name for name in COLUMNS}
    assert len(called) == len(COLUMNS)
    for label, name in called.items():
        assert index.column(label) == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_a_mend_asks_for_are_understood(language: str) -> None:
    offered = re.findall(r"\w+", phrases_in(language)["bad-yes-no.mend"])
    sets = (words.YES, words.NO, words.UNKNOWN)
    assert all(any(words.is_in(word, known) for word in offered) for known in sets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_can_be_said(language: str) -> None:
    place = Place("a.csv", "One", 1200, "owner", "assumed")
    mend = phrase("mend.look-up")
    for code in SEVERITIES:
        names = re.findall(r"\{(\w+)\}", phrases_in("en")[code])
        names += re.findall(r"\{(\w+)\}", phrases_in("en").get(f"{code}.mend", ""))
        slots = {n: f"<{n}>" for n in names if n not in ("value", "column", "mend")}
        found = problem(code, place, {**slots, "mend": mend}, value="Café").in_language(language)
        assert not re.search(r"\{=?\w+\}", found.message), code
        assert all(f"<{n}>" in found.message for n in slots if f"{{{n}}}" in phrases_in("en")[code])
        error = input_error(code, place, **slots, mend=mend)
        assert mend.text(language) in error.text(language)
        assert str(error) == error.text("en")
        assert "assumed" not in str(error)


def test_slots_are_said_as_the_language_writes_them() -> None:
    amount = Many(1200000)
    assert [said(amount, language) for language in ("en", "it", "fa")] == [
        "1,200,000",
        "1.200.000",
        "۱٬۲۰۰٬۰۰۰",
    ]
    assert [said(0.5, language) for language in LANGUAGES] == [
        "0.50", "0,50", "0,50", "۰٫۵۰", "0,50",
    ]  # fmt: skip
    term = Term(f"{NAMESPACE}purchase")
    assert (term.text("en"), term.text("it")) == ("Purchase", "Acquisto")
    assert Term("https://example.com/x#own").text("ru") == "own"
    assert (Column("owner").text("en"), Column("owner").text("ro")) == ("owner", "Responsabil")
    assert Column("my own").text("fa") == "my own"
    assert said(listed(["a", "b", "c"]), "fa") == "a، b یا c"
    assert Quoted(term).text("ru") == "«Покупка»"
    assert Offer("owner", "owner", 1.0).text("it") == "Responsabile"


def test_a_place_is_said_in_every_language() -> None:
    place = Place("a.xlsx", "One", 12, "owner", "from the name")
    assert str(place) == "a.xlsx, sheet One, row 12, column owner (from the name)"
    assert place.text("it") == "a.xlsx, foglio One, riga 12, colonna Responsabile (dal nome)"
    assert place.text("fa") == "a.xlsx، برگهٔ One، ردیف ۱۲، ستون مسئول (از روی نام)"
    # A key of the company's own file is written in English whatever the language.
    assert Place("company.toml", row=3, column="goals").text("ro").endswith("coloana goals")


def test_data_is_never_read_as_a_text_with_slots() -> None:
    found = problem("unknown-value", Place("a.csv", column="stages"), value="{mend} {=owner}")
    assert '"{mend} {=owner}"' in found.message
    assert shown("x" * 100).text("ro").endswith("…”")


def test_slots_as_data() -> None:
    slots = (Term("x#a"), Column("owner"), Many(5), shown("b"), 0.5, Place("f"), "t")
    assert slot_json(slots) == ["x#a", "owner", 5, "b", 0.5, "f", "t"]
    inner = phrase("why.no-term", name=shown("a"))
    assert slot_json(inner) == {"key": "why.no-term", "name": "a"}


def test_errors_know_their_languages() -> None:
    known: TpgraphError = CallError(phrase("call.nameless"))
    assert known.text("it").startswith("Un touchpoint")
    assert str(known) == known.text() == known.text("en")
    assert InputError("as it is").text("fa") == "as it is"


def _own_table(language: str) -> dict[str, str]:
    import json

    path = Path(SOURCE / "texts" / "problems" / f"{language}.json")
    table: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return table
