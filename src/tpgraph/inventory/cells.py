"""Understands one cell: a number, a date, yes or no, terms of the ontology, links, or text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from tpgraph.inventory import words
from tpgraph.inventory.addresses import why_no_address
from tpgraph.inventory.columns import COLUMNS, COUNTS, Range, has_one_value, range_of
from tpgraph.inventory.currency_codes import CODES
from tpgraph.inventory.dates import date_mend, iso_date, other_date
from tpgraph.inventory.messages import MISSPELT, Severity, did_you_mean, listed
from tpgraph.inventory.numbers import CURRENCIES, LEAST_COUNT, Reading, canonical, read_number
from tpgraph.inventory.recognise import Index
from tpgraph.model import Offer
from tpgraph.phrases import Column, Phrase, Quoted, Slot, Term, phrase
from tpgraph.text import normalise

_REMEMBERED = 20_000  # cells: words that come again have come by then
_REMEMBERED_LENGTH = 200  # characters; longer cells hardly come twice
_KEEP_SEMICOLONS = frozenset({"url", "plan", "hours"})  # a semicolon is part of their text
_TERMS = ("concept", "kind")  # a column of these holds terms of the ontology
_HARDLY_TWICE = frozenset({"name", "notes", "url", "plan"})


class Part(NamedTuple):
    """One value of a cell, without its place: as in :class:`tpgraph.model.Value`."""

    text: str
    iri: str | None = None
    literal: str | None = None
    datatype: str = "string"


class Doubt(NamedTuple):
    """A problem of a cell, without its place: the code and parameters of ``messages``."""

    code: str
    value: str | None = None
    severity: Severity | None = None
    params: Mapping[str, Slot] = MappingProxyType({})
    offers: tuple[Offer, ...] | None = None  # what a term that is no label may mean


class Taken(NamedTuple):
    """A value that is no label and was taken for one, and what is said of it."""

    part: Part
    doubt: Doubt


class Cell(NamedTuple):
    """What a cell says.

    No parts, not ``none`` and not ``unclear``: blank. ``unclear`` holds as well for a cell that
    says "unknown": a kind must not speak for it, and it is not none. ``currency`` is the one that
    stood beside a cost.
    """

    parts: tuple[Part, ...] = ()
    none: bool = False
    unclear: bool = False
    doubts: tuple[Doubt, ...] = ()
    currency: str | None = None


BLANK = Cell()


class CellParser:
    """Parses the cells of one inventory; equal cells of a column are understood once."""

    def __init__(self, index: Index, *, as_of: date, separators: str = "|;") -> None:
        """``separators`` are the characters between several values of a cell."""
        self._index = index
        self._as_of = as_of
        self._separators = separators
        self._seen: dict[tuple[str, str, Range | None], Cell] = {}

    def parse(self, column: str, text: str, scale: Range | None = None) -> Cell:
        """What ``text`` says in the canonical ``column``.

        ``scale`` is the range that the row itself states for a rating. Links are parted here and
        resolved by :mod:`tpgraph.inventory.links`: their parts have neither IRI nor literal.
        """
        if len(text) > _REMEMBERED_LENGTH or column in _HARDLY_TWICE:
            return self._parse(column, text, scale)
        key = (column, text, scale)
        cell = self._seen.get(key)
        if cell is None:
            cell = self._parse(column, text, scale)
            if len(self._seen) < _REMEMBERED:
                self._seen[key] = cell
        return cell

    def _parse(self, column: str, text: str, scale: Range | None) -> Cell:
        text = text.strip()
        if words.is_blank(text):
            return BLANK
        holds = COLUMNS[column].holds
        if holds == "yesno":
            return _yes_no(column, text)
        if words.is_in(text, words.UNKNOWN):
            return Cell(unclear=True)
        if words.is_in(text, words.NONE):
            return Cell(none=True)
        if holds == "number":
            return _number(column, text, scale or range_of(column))
        if holds == "date":
            return _date(text, self._as_of)
        if column in ("satisfaction_scale", "importance_scale"):
            return _scale(text)
        if column == "currency":
            return _currency(text)
        return self._several(column, holds, text)

    def _several(self, column: str, holds: str, text: str) -> Cell:
        whole = self._alone(column, holds, text)
        if whole is not None:
            return whole
        pieces = split(text, "|" if column in _KEEP_SEMICOLONS else self._separators)
        if has_one_value(column) and len(pieces) > 1:
            params: dict[str, Slot] = {"count": len(pieces)}
            return Cell(unclear=True, doubts=(Doubt("too-many-values", text, params=params),))
        named = [p for p in pieces if not words.is_in(p, words.NONE) and not words.is_blank(p)]
        if not named:
            return Cell(none=bool(pieces))
        doubts: list[Doubt] = []
        if any(words.is_in(p, words.NONE) for p in pieces):
            doubts.append(Doubt("mixed-none", text))
        parts: dict[Part, None] = {}
        for piece in named:
            found = self._one(column, holds, piece, text)
            if isinstance(found, Taken):
                doubts.append(found.doubt)
                parts[found.part] = None
            elif isinstance(found, Doubt):
                doubts.append(found)
            else:
                parts[found] = None
        unclear = any(d.severity != "note" for d in doubts)
        return Cell(tuple(parts), unclear=unclear, doubts=tuple(doubts))

    def _alone(self, column: str, holds: str, text: str) -> Cell | None:
        """A cell whose separators, if any, are part of its one value."""
        if column in ("name", "notes"):
            return Cell((Part(text, literal=_composed(text)),))
        if holds in _TERMS and len(self._terms(column, text)) == 1:
            return Cell((Part(text, iri=self._terms(column, text)[0]),))
        return None

    def _one(self, column: str, holds: str, piece: str, text: str) -> Part | Doubt | Taken:
        if holds == "links":
            return Part(piece)
        if holds in _TERMS:
            return self._concept(column, piece, text)
        if column == "url":
            why = why_no_address(piece)
            return Doubt("bad-url", piece, params={"why": why}) if why else _text(piece)
        return _text(piece)

    def _concept(self, column: str, piece: str, text: str) -> Part | Doubt | Taken:
        iris = self._terms(column, piece)
        if len(iris) == 1:
            return Part(piece, iri=iris[0])
        # A kind that is not understood leaves the touchpoint in place: only a warning.
        severity: Severity = "warning" if column == "type" else "error"
        if iris:
            params: dict[str, Slot] = {"candidates": listed([Term(iri) for iri in iris])}
            return Doubt("ambiguous-value", piece, severity, params)
        offers, is_sure = self._index.like_terms(COLUMNS[column].scheme, piece)
        if is_sure:
            best = offers[0]
            params = {
                "taken": Quoted(Term(best.term)),
                "score": best.score,
                "reason": MISSPELT,
            }
            doubt = Doubt("value-taken", piece, "note", params, offers)
            return Taken(Part(piece, iri=best.term), doubt)
        params = {"mend": self._mend(column, piece, text)}
        return Doubt("unknown-value", piece, severity, params, offers)

    def _mend(self, column: str, piece: str, text: str) -> Phrase:
        by_comma = split(piece, ",،؛")
        if len(by_comma) > 1 and all(len(self._terms(column, p)) == 1 for p in by_comma):
            return phrase("mend.part-with-bar", values="|".join(by_comma))
        near = self._index.near_terms(COLUMNS[column].scheme, piece)
        if near:
            return did_you_mean(near)
        return phrase("mend.look-up")

    def _terms(self, column: str, text: str) -> tuple[str, ...]:
        return self._index.terms(COLUMNS[column].scheme, text)


def split(text: str, separators: str) -> list[str]:
    """The values of a cell, without blanks around them and without empty ones."""
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    return [piece.strip() for piece in text.split(separators[0]) if piece.strip()]


def keeps_semicolons(column: str) -> bool:
    """Whether a semicolon is part of a value of ``column``."""
    return column in _KEEP_SEMICOLONS


def _text(piece: str) -> Part:
    return Part(piece, literal=_composed(piece))


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _yes_no(column: str, text: str) -> Cell:
    for vocabulary, literal in (
        (words.YES, "true"),
        (words.NO, "false"),
        (words.UNKNOWN, None),
        (words.NONE, "false"),
    ):
        if words.is_in(text, vocabulary):
            if literal is None:  # a kind may speak for a blank one of these, not for this one
                return Cell(unclear=True) if column in ("supports", "feedback") else BLANK
            return Cell((Part(text, literal=literal, datatype="boolean"),))
    return Cell(unclear=True, doubts=(Doubt("bad-yes-no", text),))


# ---------------------------------------------------------------------------------- numbers


def _number(column: str, text: str, limits: Range) -> Cell:
    reading = read_number(text)
    if not isinstance(reading, Reading):
        params: dict[str, Slot] = {"why": reading, "mend": phrase("mend.digits")}
        return Cell(unclear=True, doubts=(Doubt("bad-number", text, params=params),))
    taken = _decide(column, text, reading, limits)
    if isinstance(taken, Doubt):
        return Cell(unclear=True, doubts=(taken,))
    number, doubts = taken
    if column in COUNTS and 0 < number < LEAST_COUNT:
        params = {"why": phrase("why.number-small"), "mend": phrase("mend.digits")}
        return Cell(unclear=True, doubts=(Doubt("bad-number", text, params=params),))
    part = Part(text, literal=canonical(number), datatype="decimal")
    return Cell((part,), doubts=doubts, currency=reading.currency)


def _decide(
    column: str, text: str, reading: Reading, limits: Range
) -> tuple[Decimal, tuple[Doubt, ...]] | Doubt:
    """Which of two readings a number has: the range may tell, and counts are whole."""
    decimal, grouped = reading.number, reading.other
    if grouped is None:
        return (decimal, ()) if limits.holds(decimal) else _outside(column, text, limits)
    if column in COUNTS and limits.holds(grouped):
        return grouped, ()
    if not limits.holds(grouped):
        return (decimal, ()) if limits.holds(decimal) else _outside(column, text, limits)
    if not limits.holds(decimal):
        return grouped, ()
    both: dict[str, Slot] = {"decimal": canonical(decimal), "grouped": canonical(grouped)}
    if reading.comma:
        return Doubt("ambiguous-number", text, params=both)
    # The point is the contract's own decimal mark; still, nothing is assumed in silence.
    params: dict[str, Slot] = {"taken": both["decimal"], "other": both["grouped"]}
    return decimal, (Doubt("number-assumed", text, params=params),)


def _outside(column: str, text: str, limits: Range) -> Doubt:
    if limits.high is None:
        params: dict[str, Slot] = {
            "why": phrase("why.number-negative"),
            "mend": phrase("mend.number-not-negative"),
        }
        return Doubt("bad-number", text, params=params)
    scale = f"{column}_scale"
    low = "" if limits.low is None else canonical(limits.low)
    params = {"low": low, "high": canonical(limits.high)}
    if scale in COLUMNS:
        params["mend"] = phrase("mend.in-range-or-scale", scale=Column(scale))
    return Doubt("out-of-range", text, params=params)


def _currency(text: str) -> Cell:
    word = text.strip()
    code = CURRENCIES.get(word.casefold())
    if code is None and word.upper() in CODES:
        code = word.upper()
    if code is not None:
        return Cell((Part(text, literal=code),))
    return Cell((_text(word),), doubts=(Doubt("unknown-currency", text),))


# Compiled by re when they are first needed: start-up time counts.
_SCALE = r"(-?\d+(?:\.\d+)?)\s*(?:-|–|—|−|to|\.\.|…)\s*(-?\d+(?:\.\d+)?)"
_MADE_A_DATE = r"\d{1,2}[-. /]?[^\W\d]{3,}|[^\W\d]{3,}[-. /]?\d{1,2}|\d{4}-\d\d-\d\d.*"
NPS = Range(Decimal(-100), Decimal(100))


def _scale(text: str) -> Cell:
    if normalise(text) in ("nps", "net promoter score"):
        return Cell((Part(text, literal="nps"),))
    limits = scale_range(text)
    if limits is not None and limits.low is not None and limits.high is not None:
        literal = f"{canonical(limits.low)}-{canonical(limits.high)}"
        return Cell((Part(text, literal=literal),))
    params: dict[str, Slot] = {}
    if re.fullmatch(_MADE_A_DATE, text):
        params["mend"] = phrase("mend.scale-made-a-date")
    return Cell(unclear=True, doubts=(Doubt("bad-scale", text, params=params),))


@lru_cache(maxsize=256)
def scale_range(text: str) -> Range | None:
    """The range of a scale such as ``1-5``, ``0 to 10`` or ``nps``; None where it is not one."""
    if text.strip().casefold() == "nps":
        return NPS
    digits = "".join(str(unicodedata.decimal(c, c)) for c in text.strip()[:40])
    match = re.fullmatch(_SCALE, digits)
    if match is None:
        return None
    low, high = Decimal(match[1]), Decimal(match[2])
    return Range(low, high) if low < high else None


def _date(text: str, as_of: date) -> Cell:
    day = iso_date(text)
    doubts: tuple[Doubt, ...] = ()
    if day is None and (day := other_date(text, as_of)) is not None:
        doubts = (Doubt("date-read", text, params={"day": day.isoformat()}),)
    if day is None:
        doubt = Doubt("bad-date", text, params={"mend": date_mend(text)})
        return Cell(unclear=True, doubts=(doubt,))
    if day > as_of:
        doubts = (Doubt("future-date", text, params={"as_of": as_of.isoformat()}),)
    return Cell((Part(text, literal=day.isoformat(), datatype="date"),), doubts=doubts)
