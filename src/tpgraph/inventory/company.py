"""Understands what is said of a company: what it is, what is complete, bounds, accepted gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tpgraph.inventory import words
from tpgraph.inventory.cells import CellParser, split
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.columns import COLUMNS, expand_scope, near_scopes
from tpgraph.inventory.messages import Severity, did_you_mean, listed, problem, shown
from tpgraph.inventory.numbers import HIGHEST, canonical
from tpgraph.inventory.recognise import Index, closest
from tpgraph.inventory.table import CompanyData
from tpgraph.model import Accept, Company, Place, Problem, Value
from tpgraph.phrases import Phrase, Slot, Term, phrase
from tpgraph.text import slug
from tpgraph.vocabulary import DATA, NAMESPACE

# Keys whose values are terms, and the scheme of each.
TERM_KEYS = {
    "industry": f"{NAMESPACE}industries",
    "size": f"{NAMESPACE}companySizes",
    "sells": f"{NAMESPACE}offers",
    "goals": f"{NAMESPACE}goals",
    "understanding_methods": f"{NAMESPACE}understandingMethods",
}
YES_NO_KEYS = ("sells_online", "has_store")
# No list of industries or methods is whole: what it lacks is kept as text.
_OPEN_KEYS = frozenset({"industry", "understanding_methods"})
ONE_VALUE_KEYS = frozenset({"industry", "size"})
KEYS = ("name", *TERM_KEYS, *YES_NO_KEYS, "complete", "bounds", "accept")
_ACCEPT_KEYS = ("rule", "concerns", "reason", "until")
_BOUND = r"[a-z][a-z0-9_]{0,63}"  # it becomes part of an IRI
# Bounds of one number, and the highest that it may be; None is no limit.
_SHARE = Decimal(1)
_AREAS = ("category", "stage", "modality", "goal")
_NUMBER_BOUNDS: dict[str, Decimal | None] = {
    "cost_per_contact_max": None,
    "cost_per_conversion_max": None,
    "importance_crosshair": _SHARE,
    "satisfaction_crosshair": _SHARE,
    **{f"{area}_count_max": None for area in _AREAS},
    **{f"{area}_share_max": _SHARE for area in _AREAS},
    **{f"{area}_cost_ratio_max": None for area in _AREAS},
}
_CROSSHAIRS = ("means", "medians", "scale")
# Bounds that are read as the cells of a column are: the unit of other bounds.
_UNIT_BOUNDS = ("currency", "satisfaction_scale")
_KNOWN_BOUNDS = (
    *_NUMBER_BOUNDS,
    *_UNIT_BOUNDS,
    "crosshair",
    "languages",
    "review_days",
    "satisfaction_min",
)
# The rules read one value of each; of the others they take all.
_ONE_VALUE_BOUNDS = frozenset({*_NUMBER_BOUNDS, *_UNIT_BOUNDS, "crosshair", "satisfaction_min"})


def company_iri(name: str) -> tuple[str, str]:
    """The IRI of a company and the slug in it."""
    part = slug(name, default="company")
    return DATA + part, part


def unnamed_company(name: str, file: str, problems: list[Problem]) -> Company:
    """A company of which only the name is known, from the path; says so in ``problems``."""
    place = Place(file)
    problems.append(problem("no-company-file", place))
    iri, part = company_iri(name)
    return Company(iri=iri, slug=part, name=name, place=place)


def understand_company(
    data: CompanyData, file: str, default_name: str, index: Index, problems: list[Problem]
) -> Company:
    """The company that ``data`` describes; what is wrong in it goes to ``problems``."""
    return _CompanyReader(data.place_of, file, index, problems).read(data.values, default_name)


class _CompanyReader:
    def __init__(
        self,
        place_of: Callable[[str, str, int], Place],
        file: str,
        index: Index,
        problems: list[Problem],
    ) -> None:
        self._place_of = place_of
        self._file = file
        self._index = index
        self._problems = problems

    def read(self, data: Mapping[str, Any], default_name: str) -> Company:
        for key in data:
            if key not in KEYS:
                near = closest(key, KEYS)
                mend = did_you_mean(near) if near else phrase("mend.keys", keys=KEYS)
                self._report("unknown-key", self._place(key), value=key, mend=mend)
        name = self._name(data.get("name"), default_name)
        iri, part = company_iri(name)
        values: dict[str, tuple[Value, ...]] = {}
        none: dict[str, Place] = {}
        for key in (k for k in (*TERM_KEYS, *YES_NO_KEYS) if k in data):
            found = read_key(key, data[key], self._place(key), self._index, self._problems)
            if found is None:
                none[key] = self._place(key)
            elif found:
                values[key] = found
        return Company(
            iri=iri,
            slug=part,
            name=name,
            place=self._place("name") if "name" in data else Place(self._file),
            values=values,
            none=none,
            complete=self._complete(data.get("complete", False)),
            bounds=self.bounds(data.get("bounds", {})),
            accepts=self._accepts(data.get("accept", [])),
        )

    def _place(self, key: str, table: str = "", number: int = 0) -> Place:
        return self._place_of(key, table, number)

    def _report(self, code: str, place: Place, value: str | None = None, **slots: Slot) -> None:
        self._problems.append(problem(code, place, slots, value=value))

    def _wrong_type(
        self, key: str, place: Place, value: object, expected: Slot, mend: Phrase
    ) -> None:
        self._report("bad-type", place, key=key, value=_said(value), expected=expected, mend=mend)

    def _name(self, value: object, default_name: str) -> str:
        if value is not None and not isinstance(value, str):
            expected, mend = phrase("expected.text"), phrase("mend.name-in-quotes")
            self._wrong_type("name", self._place("name"), value, expected, mend)
        elif value is not None:
            cleaned = clean(value)
            if cleaned.was_harmful:
                self._report("control-characters", self._place("name"))
            if cleaned.text:
                return one_line(cleaned.text)
        self._report("no-company-name", Place(self._file), value=default_name)
        return default_name

    def _complete(self, value: object) -> dict[str, Place]:
        place = self._place("complete")
        if isinstance(value, bool):
            return dict.fromkeys(COLUMNS, place) if value else {}
        scopes = _texts(value)
        if scopes is None:
            expected, mend = phrase("expected.complete"), phrase("mend.complete")
            self._wrong_type("complete", place, value, expected, mend)
            return {}
        return read_scopes(scopes, place, self._index, self._problems)

    def bounds(self, value: object) -> dict[str, tuple[Value, ...]]:
        """The table ``[bounds]``."""
        if not isinstance(value, dict):
            expected, mend = phrase("expected.table"), phrase("mend.bounds")
            self._wrong_type("bounds", self._place("bounds"), value, expected, mend)
            return {}
        bounds: dict[str, tuple[Value, ...]] = {}
        for key, bound in value.items():
            place = self._place(key, "bounds")
            if not re.fullmatch(_BOUND, key):
                self._report("unknown-key", place, value=key, mend=phrase("mend.bound-name"))
                continue
            if key not in _KNOWN_BOUNDS:
                near = closest(key, _KNOWN_BOUNDS)
                if near:
                    self._report("unknown-key", place, value=key, mend=did_you_mean(near))
            found = [self._bound(key, item, place) for item in _listed(bound)]
            kept = tuple(v for v in found if v is not None)
            if kept and key in _ONE_VALUE_BOUNDS:
                kept = self._one_bound(key, kept, place)
            if kept:
                bounds[key] = kept
        return bounds

    def _one_bound(self, key: str, values: tuple[Value, ...], place: Place) -> tuple[Value, ...]:
        """The one value of a bound that the rules read; what it cannot be is reported."""
        value = values[0]
        expected: Slot = ""
        mend = phrase("mend.one-value", key=key)
        if len(values) > 1:
            expected = phrase("expected.one-value")
        elif key in _UNIT_BOUNDS:
            cell = CellParser(self._index, as_of=date.min).parse(key, value.text)
            if len(cell.parts) == 1 and not cell.doubts:
                return (replace(value, literal=cell.parts[0].literal, datatype="string"),)
            is_currency = key == "currency"
            expected = phrase("expected.currency" if is_currency else "expected.scale")
            mend = phrase("mend.key-value", key=key, value='"EUR"' if is_currency else '"1-5"')
        elif key == "crosshair":
            if value.literal not in _CROSSHAIRS:
                expected, mend = listed(list(_CROSSHAIRS)), phrase("mend.crosshair")
        elif value.datatype != "decimal":
            expected, mend = phrase("expected.number"), phrase("mend.number-unquoted", key=key)
        elif key in _NUMBER_BOUNDS:
            number, highest = Decimal(value.literal or "0"), _NUMBER_BOUNDS[key]
            if number < 0 or (highest is not None and number > highest):
                expected, mend = phrase("expected.not-negative"), phrase("mend.larger")
                if highest is not None:
                    expected = phrase("expected.up-to", highest=str(highest))
                    mend = phrase("mend.share")
        if not expected:
            return values
        said = " | ".join(v.text for v in values)
        self._wrong_type(key, place, said, expected, mend)
        return ()

    def _bound(self, key: str, value: object, place: Place) -> Value | None:
        text = _said(value)
        if isinstance(value, bool):
            return Value(text, place, literal=text.lower(), datatype="boolean")
        if isinstance(value, int | float):
            try:
                number = Decimal(text)
            except InvalidOperation:
                number = Decimal("Infinity")
            if number.is_finite() and abs(number) <= HIGHEST:
                return Value(text, place, literal=canonical(number), datatype="decimal")
            why = phrase("why.number-unreachable")
            self._report("bad-number", place, value=text, why=why, mend=phrase("mend.number"))
            return None
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return Value(text, place, literal=value.isoformat(), datatype="date")
        if isinstance(value, str):
            return Value(text, place, literal=clean(value).text)
        expected, mend = phrase("expected.number-or-text"), phrase("mend.number-or-text")
        self._wrong_type(key, place, value, expected, mend)
        return None

    def _accepts(self, value: object) -> tuple[Accept, ...]:
        if isinstance(value, dict):  # [accept] written for [[accept]]
            value = [value]
        if not isinstance(value, list):
            expected, mend = phrase("expected.tables"), phrase("mend.accept")
            self._wrong_type("accept", self._place("accept"), value, expected, mend)
            return ()
        accepts = (self._accept(item, number) for number, item in enumerate(value))
        return tuple(a for a in accepts if a is not None)

    def _accept(self, item: object, number: int) -> Accept | None:
        place = self._place("rule", "accept", number)
        if not isinstance(item, dict):
            why = phrase("why.accept-value", value=shown(_said(item)))
            self._bad_accept(place, why, phrase("mend.as-table"))
            return None
        for key in item:
            if key not in _ACCEPT_KEYS:
                near = closest(key, _ACCEPT_KEYS)
                mend = did_you_mean(near) if near else phrase("mend.keys", keys=_ACCEPT_KEYS)
                self._report(
                    "unknown-key", self._place(key, "accept", number), value=key, mend=mend
                )
        rule, reason = item.get("rule"), item.get("reason", "")
        concerns = _texts(item.get("concerns", []))
        until = item.get("until")
        if isinstance(until, str) and until.strip():
            with suppress(ValueError):  # still a text then, which is refused below
                until = date.fromisoformat(until.strip())
        elif until == "":
            until = None
        if isinstance(until, datetime):
            until = until.date()
        if not isinstance(rule, str) or not rule.strip():
            self._bad_accept(place, phrase("why.no-rule"), phrase("mend.rule"))
        elif concerns is None:
            self._bad_accept(place, phrase("why.no-names"), phrase("mend.concerns"))
        elif until is not None and not isinstance(until, date):
            why = phrase("why.until-no-date", value=shown(_said(until)))
            self._bad_accept(place, why, phrase("mend.until"))
        else:
            if not isinstance(reason, str) or not reason.strip():
                self._report("accept-without-reason", place, value=rule)
            return Accept(
                rule=rule.strip(),
                concerns=tuple(one_line(clean(c).text) for c in concerns),
                reason=clean(reason).text if isinstance(reason, str) else "",
                until=until,
                place=place,
            )
        return None

    def _bad_accept(self, place: Place, why: Phrase, mend: Phrase) -> None:
        self._report("bad-accept", place, why=why, mend=mend)


def read_key(
    key: str, value: object, place: Place, index: Index, problems: list[Problem]
) -> tuple[Value, ...] | None:
    """The values of a key of ``TERM_KEYS`` or ``YES_NO_KEYS``; None where it states none.

    Empty where nothing was understood, which ``problems`` then says.
    """
    if key in YES_NO_KEYS:
        return _yes_no(key, value, place, problems)
    texts = _texts(value)
    if texts is None:
        expected, mend = phrase("expected.texts"), phrase("mend.texts", key=key)
        problems.append(
            problem("bad-type", place, value=_said(value), key=key, expected=expected, mend=mend)
        )
        return ()
    if not texts and isinstance(value, list):
        return None
    if any(words.is_in(text, words.NONE) for text in texts):
        if len(texts) == 1:
            return None
        problems.append(problem("mixed-none", place, value=" | ".join(texts)))
    named = [
        t
        for t in texts
        if not any(words.is_in(t, w) for w in (words.NONE, words.UNKNOWN)) and not words.is_blank(t)
    ]
    if key in ONE_VALUE_KEYS and len(named) > 1:
        said = " | ".join(named)
        problems.append(problem("too-many-values", place, value=said, count=len(named)))
        return ()
    found = (_term(key, text, place, index, problems) for text in named)
    return tuple(dict.fromkeys(v for v in found if v is not None))


def read_bound(
    key: str, values: Sequence[object], place: Place, index: Index, problems: list[Problem]
) -> tuple[Value, ...]:
    """The values of a key of ``[bounds]``; empty where it cannot hold them, as ``problems`` say."""
    reader = _CompanyReader(lambda *_: place, place.file, index, problems)
    return reader.bounds({key: list(values)}).get(key, ())


def read_scopes(
    scopes: Sequence[str], place: Place, index: Index, problems: list[Problem]
) -> dict[str, Place]:
    """The columns that the words of ``complete`` stand for, each with ``place``."""
    complete: dict[str, Place] = {}
    for scope in scopes:
        columns = expand_scope(scope, index)
        if not columns:
            near = near_scopes(scope, index)
            mend = did_you_mean(near) if near else phrase("mend.scopes", columns=tuple(COLUMNS))
            problems.append(problem("unknown-complete", place, value=scope, mend=mend))
        complete.update(dict.fromkeys(columns, place))
    return complete


def _yes_no(key: str, value: object, place: Place, problems: list[Problem]) -> tuple[Value, ...]:
    text = _said(value).strip()
    is_text = isinstance(value, str)
    if value is True or (is_text and words.is_in(text, words.YES)):
        return (Value(text, place, literal="true", datatype="boolean"),)
    if value is False or (is_text and words.is_in(text, words.NO | words.NONE)):
        return (Value(text, place, literal="false", datatype="boolean"),)
    if not (is_text and (words.is_blank(text) or words.is_in(text, words.UNKNOWN))):
        expected, mend = phrase("expected.true-or-false"), phrase("mend.true-or-false", key=key)
        problems.append(
            problem("bad-type", place, value=text, key=key, expected=expected, mend=mend)
        )
    return ()


def _term(key: str, text: str, place: Place, index: Index, problems: list[Problem]) -> Value | None:
    iris = index.terms(TERM_KEYS[key], text)
    if len(iris) == 1:
        return Value(text, place, iri=iris[0])
    # In a sheet the place names a column such as B, and a message the key.
    said: dict[str, Slot] = {"column": place.said_column if place.column == key else key}
    if iris:
        said["candidates"] = listed([Term(iri) for iri in iris])
        problems.append(problem("ambiguous-value", place, said, value=text))
        return None
    near = index.near_terms(TERM_KEYS[key], text)
    mend = did_you_mean(near) if near else phrase("mend.look-up")
    is_open = key in _OPEN_KEYS
    severity: Severity = "warning" if is_open else "error"
    problems.append(problem("unknown-value", place, said, value=text, severity=severity, mend=mend))
    return Value(text, place, literal=text) if is_open else None


def _texts(value: object) -> list[str] | None:
    """The texts of a text (parted by | and ;) or of a list of texts; None for anything else."""
    if isinstance(value, str):
        return split(clean(value).text, "|;")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [text for item in value if (text := clean(item).text)]
    return None


def _said(value: object) -> str:
    """``value`` as text, also where it is a number of thousands of digits."""
    try:
        return str(value)
    except ValueError:
        return "a number too long to show"


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
