"""What is said about data: a key and its slots, put into one of five languages when it is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from decimal import Decimal

_FOLDER = Path(__file__).resolve().parent / "texts"
_PART = "problems"  # the folder of the tables that phrases are in
_SLOT = re.compile(r"\{(\w+)\}")
_ESCAPED_SLOT = re.compile(r"\\\{(\w+)\\\}")
_COLUMN = re.compile(r"\{=(\w+)\}")
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
SHOWN_LENGTH = 60  # characters of a cell that a message repeats


@runtime_checkable
class Sayable(Protocol):
    """Anything that knows how it is said in a language."""

    def text(self, language: str) -> str:
        """How it is said."""


# Texts are repeated as they are, whole numbers get the language's digits, fractions two decimals;
# of a tuple every item is said.
Slot: TypeAlias = "str | int | float | Sayable | tuple[Slot, ...]"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of the tables with what fills its ``{slots}``; ``str()`` says it in English.

    ``{=owner}`` in a text is what the column ``owner`` is called.
    """

    key: str
    slots: Mapping[str, Slot] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The text in a language."""
        template = phrases_in(language)[self.key]
        if "{=" in template:
            template = _COLUMN.sub(lambda m: Column(m[1]).text(language), template)
        filled = {name: said(slot, language) for name, slot in self.slots.items()}
        return fill(template, **filled)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology, said by its label."""

    iri: str

    def text(self, language: str = "en") -> str:
        """Its label, or the end of its IRI where it has none."""
        from tpgraph.resources import read_json  # only where something is said

        labels: Mapping[str, str] = read_json(f"generated/text.{language}.json")["labels"]
        return labels.get(self.iri) or self.iri.rpartition("#")[2] or self.iri

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Told:
    """A text that brings its own languages, such as a check's, with what fills its ``{slots}``."""

    texts: Mapping[str, str]
    slots: Mapping[str, Slot] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The text in a language."""
        filled = {name: said(slot, language) for name, slot in self.slots.items()}
        return fill(self.texts[language], **filled)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its canonical name: said so in English, else by its label; others as written."""

    name: str

    def text(self, language: str = "en") -> str:
        """What the column is called."""
        from tpgraph.vocabulary import COLUMNS  # only where something is said

        known = COLUMNS.get(self.name)
        return self.name if known is None or language == "en" else Term(known.iri).text(language)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text or term between quotation marks."""

    what: str | Sayable

    def text(self, language: str = "en") -> str:
        """With the language's quotation marks."""
        return fill(phrases_in(language)["quoted"], what=said(self.what, language))

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Many:
    """A whole number that is large enough to be written in groups of three digits."""

    count: int

    def text(self, language: str = "en") -> str:
        """With the language's digits and its sign between thousands."""
        grouped = f"{self.count:,}".replace(",", phrases_in(language)["mark.thousands"])
        return digits(grouped, language)


@dataclass(frozen=True, slots=True)
class Decimals:
    """A number with a fixed number of decimals."""

    value: float
    places: int

    def text(self, language: str = "en") -> str:
        """In the language's digits, with its decimal sign."""
        mark = phrases_in(language)["mark.decimal"]
        return digits(f"{self.value:.{self.places}f}".replace(".", mark), language)


@dataclass(frozen=True, slots=True)
class Reported:
    """What a library or the system reports, in English; said in a language where it is known."""

    words: str

    def text(self, language: str = "en") -> str:
        """The words, or what the tables have for them under ``reported.WORDS``."""
        if language == "en":
            return self.words
        known = phrases_in(language)
        if (text := known.get(f"reported.{self.words}")) is not None:
            return text
        patterns = (key for key in known if key.startswith("reported.") and "{" in key)
        for key in patterns:
            if (slots := matched(key.removeprefix("reported."), self.words)) is not None:
                return fill(known[key], **slots)
        return self.words

    def __str__(self) -> str:
        return self.words


def matched(template: str, text: str) -> dict[str, str] | None:
    """What stands in a text where a template has ``{slots}``; ``None`` where it is another text.

    >>> matched("the prefix {name} is unknown", "the prefix ex: is unknown")
    {'name': 'ex:'}
    """
    pattern = _ESCAPED_SLOT.sub(r"(?P<\1>.*?)", re.escape(template))
    found = re.fullmatch(pattern, text, re.DOTALL)
    return None if found is None else found.groupdict()


def reported(error: OSError) -> Reported:
    """What the system says of a file that cannot be used."""
    return Reported(error.strerror or str(error))


def not_written(path: Path, error: OSError) -> Phrase:
    """What is said of a file or folder that cannot be written."""
    return phrase("call.not-written", path=str(path), why=reported(error))


def phrase(key: str, /, **slots: Slot) -> Phrase:
    """The phrase of a key with its slots."""
    return Phrase(key, slots)


def shown(value: object) -> Quoted:
    r"""``value`` as a message repeats it: quoted, on one line, cut where it is long.

    >>> str(shown("Shop\nwindow"))
    '"Shop window"'
    """
    flat = " ".join(str(value)[: SHOWN_LENGTH * 4].split())
    return Quoted(f"{flat[:SHOWN_LENGTH].rstrip()}…" if len(flat) > SHOWN_LENGTH else flat)


def listed(words: Sequence[Slot]) -> Slot:
    """``a``, ``a or b``, ``a, b or c``.

    >>> str(listed(["a", "b", "c"]))
    'a, b or c'
    """
    if len(words) == 1:
        return words[0]
    return Phrase("list.or", {"first": tuple(words[:-1]), "last": words[-1]})


def did_you_mean(near: Sequence[Slot]) -> Phrase:
    """The mend that offers what is near."""
    return phrase("mend.near", near=listed(near))


def said(slot: Slot, language: str) -> str:
    """How a slot is said."""
    if isinstance(slot, str):
        return slot
    if isinstance(slot, int):
        return digits(slot, language)
    if isinstance(slot, float):
        return Decimals(slot, 2).text(language)
    if isinstance(slot, tuple):
        return phrases_in(language)["mark.list"].join(said(item, language) for item in slot)
    return slot.text(language)


def slot_json(slot: Slot) -> Any:
    """A slot as data: a term by its IRI, a column by its name, a phrase by its key and slots."""
    if isinstance(slot, tuple):
        return [slot_json(item) for item in slot]
    if isinstance(slot, Phrase):
        return {"key": slot.key, **{name: slot_json(s) for name, s in slot.slots.items()}}
    if isinstance(slot, Term):
        return slot.iri
    if isinstance(slot, Column):
        return slot.name
    if isinstance(slot, Quoted):
        return slot_json(slot.what)
    if isinstance(slot, Many):
        return slot.count
    return str(slot) if isinstance(slot, Sayable) else slot


def written(value: float, language: str = "en", *, beside: float | None = None) -> str:
    """A number as a text shows it: two decimals, three below 1, in the language's digits and sign.

    It has more of them where it would otherwise seem to be nothing, or to stand otherwise to the
    number ``beside`` which it is compared with.

    >>> written(200 / 3, "ro"), written(0.6251), written(3.0)
    ('66,67', '0.625', '3')
    >>> written(0.66667, beside=0.66662)
    '0.66667'
    """
    other = value if beside is None else beside
    places = _places(value)
    while places < _PLACES_MAX:
        # Beside each other both are shown with their own decimals, or both with more.
        more = places - _places(value)
        shown, its = _rounded(value, places), _rounded(other, _places(other) + more)
        if _order(shown, its) == _order(value, other) and (shown != 0 or value == 0):
            break
        places += 1
    text = f"{_rounded(value, places):f}".rstrip("0").rstrip(".") if value else "0"
    return digits(text.replace(".", phrases_in(language)["mark.decimal"]), language)


_PLACES_MAX = 9  # decimals


def _places(value: float) -> int:
    return 2 if abs(value) >= 1 else 3


def _rounded(value: float, places: int) -> Decimal:
    """As people round: a half goes up, and the number is the one that is printed."""
    from decimal import ROUND_HALF_UP, Decimal  # only where a number is said

    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _order(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def digits(value: object, language: str) -> str:
    """A number in the digits of a language; names are to be left alone."""
    text = str(value)
    return text.translate(_PERSIAN_DIGITS) if language == "fa" else text


def fill(template: str, **slots: object) -> str:
    """Fills ``{name}`` slots; text that comes from an inventory is never read as a template."""
    return _SLOT.sub(lambda m: str(slots.get(m[1], m[0])), template)


def phrases_in(language: str) -> Mapping[str, str]:
    """The phrases of a language, by key."""
    return text_table(language, _PART)


@cache
def text_table(language: str, part: str = "") -> Mapping[str, str]:
    """The texts of a language; a key that it lacks is taken from English.

    ``part`` is a folder of further texts, such as ``start``. Read once and shared.
    """
    folder = _FOLDER / part
    table: dict[str, str] = json.loads((folder / "en.json").read_bytes())
    if language != "en":
        table |= json.loads((folder / f"{language}.json").read_bytes())
    return table
