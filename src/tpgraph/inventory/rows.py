"""Understands a row: its cells, and what they say about each other (scale, currency, platform)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from tpgraph.inventory.addresses import host_of
from tpgraph.inventory.cells import Cell, CellParser, Doubt, scale_range
from tpgraph.inventory.columns import COLUMNS, Range
from tpgraph.inventory.kinds import recognise_name
from tpgraph.inventory.messages import MISSPELT, NEAR, listed, problem
from tpgraph.inventory.recognise import PLATFORMS, Index
from tpgraph.model import Offer, Place, Problem, Recognition, Value
from tpgraph.phrases import Column, Slot, Term, phrase
from tpgraph.vocabulary import NAMESPACE

ACTIVE = f"{NAMESPACE}active"
ASSUMED = "assumed"
FROM_THE_NAME = "from the name"
FROM_THE_MAPPING = "from the mapping of names"
FROM_THE_ADDRESS = "from the address"
# Columns that may hold what no cell of theirs states, and the notes that say so.
DERIVABLE = frozenset({"type", "status", "channel"})
DERIVED = frozenset({ASSUMED, FROM_THE_NAME, FROM_THE_MAPPING, FROM_THE_ADDRESS})
DECIDED = phrase("reason.mapping")

_NOTHING_KNOWN: Mapping[str, tuple[Value, ...]] = MappingProxyType({})
LIMITED_BY_KIND = frozenset({"modality"})  # columns whose values a kind can exclude

# A cell that is read anew when another cell of its row changes.
_READ_WITH = {
    "satisfaction_scale": "satisfaction",
    "importance_scale": "importance",
    "currency": "cost",
    "url": "channel",
}
_SCALES = {rating: scale for scale, rating in _READ_WITH.items() if scale.endswith("_scale")}


class Reading:
    """What cells of one row say: as in :class:`tpgraph.model.TouchpointRow`, to be put together."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[Value, ...]] = {}
        self.none: set[str] = set()
        self.unclear: set[str] = set()
        self.problems: list[Problem] = []


class RowReader:
    """Reads the cells of rows, with what the cells of one row say about each other."""

    def __init__(self, index: Index, parser: CellParser) -> None:
        """``parser`` reads the single cells."""
        self._index = index
        self._parser = parser
        self._recognitions: dict[tuple[str, str | None, str], Recognition] = {}

    @property
    def recognitions(self) -> tuple[Recognition, ...]:
        """What is no label in the rows read so far, each word once, with what became of it."""
        return tuple(self._recognitions.values())

    def read(
        self,
        name: str,
        raw: Mapping[str, str],
        place_of: Callable[[str], Place],
        only: Iterable[str] | None = None,
        known: Mapping[str, tuple[Value, ...]] = _NOTHING_KNOWN,
    ) -> Reading:
        """What the row ``raw`` (canonical column to clean text) says.

        ``only`` limits it to some columns; ``known`` is then what is known of others. Links are
        left as text: ``Value`` without IRI.
        """
        reading = Reading()
        for column in raw if only is None else only:
            text = raw.get(column, "")
            # An address may name the platform of a blank channel.
            if column != "name" and (text or column == "channel"):
                self._read_cell(column, text, raw, place_of, reading)
        wanted = COLUMNS.keys() if only is None else set(only)
        if "name" in wanted:
            named = Value(text=name, place=place_of("name"), literal=name)
            reading.values["name"] = (named,)
        if "channel" in wanted and "channel" not in raw and "channel" not in reading.values:
            self._platform_of_address(raw, place_of, reading)
        if "type" in wanted and self._is_blank("type", reading):
            self._kind_of_name(name, place_of, reading, known)
        if "channel" in wanted and self._is_blank("channel", reading) and "channel" not in known:
            self._platform_of_name(name, place_of, reading, {**known, **reading.values})
        if "status" in wanted and "status" not in reading.values:
            assumed = replace(place_of("status"), note=ASSUMED)
            reading.values["status"] = (Value(text="", place=assumed, iri=ACTIVE),)
        return reading

    def _read_cell(
        self,
        column: str,
        text: str,
        raw: Mapping[str, str],
        place_of: Callable[[str], Place],
        reading: Reading,
    ) -> None:
        scale = _scale_of(column, raw) if column in _SCALES else None
        cell = self._parser.parse(column, text, scale)
        place = place_of(column)
        if cell.parts:
            reading.values[column] = tuple(
                [
                    Value(said, place, iri, literal, datatype)
                    for said, iri, literal, datatype in cell.parts
                ]
            )
        if cell.none:
            reading.none.add(column)
        if cell.unclear:
            reading.unclear.add(column)
        for doubt in cell.doubts:
            if doubt.offers is not None:
                self._note_value(column, doubt, doubt.offers, place)
            reading.problems.append(
                problem(doubt.code, place, doubt.params, value=doubt.value, severity=doubt.severity)
            )
        if column == "channel":
            self._platform_of_channel(raw, place_of, reading)
        elif column == "satisfaction" and cell.parts and not raw.get("satisfaction_scale"):
            reading.problems.append(problem("scale-not-stated", place, value=text))
        elif column == "cost" and cell.currency:
            self._compare_currency(cell, raw, place, reading)

    def _platform_of_channel(
        self, raw: Mapping[str, str], place_of: Callable[[str], Place], reading: Reading
    ) -> None:
        """Beside the text as written, the platform that it names."""
        written = reading.values.get("channel", ())
        platforms: list[Value] = []
        for value in written:
            iris = self._index.terms(PLATFORMS, value.text)
            if len(iris) == 1:
                platforms.append(Value(text=value.text, place=value.place, iri=iris[0]))
        if platforms:
            reading.values["channel"] = (*written, *platforms)
        else:
            self._platform_of_address(raw, place_of, reading)

    def _platform_of_address(
        self, raw: Mapping[str, str], place_of: Callable[[str], Place], reading: Reading
    ) -> None:
        """A profile's address names its platform, where the channel does not."""
        if "channel" in reading.none or not raw.get("url"):
            return
        for part in self._parser.parse("url", raw["url"]).parts:
            host = host_of(part.text)
            iri = self._index.platform_of_host(host) if host else None
            if iri is not None:
                place = replace(place_of("url"), note=FROM_THE_ADDRESS)
                found = Value(text=part.text, place=place, iri=iri)
                reading.values["channel"] = (*reading.values.get("channel", ()), found)
                return

    def _platform_of_name(
        self,
        name: str,
        place_of: Callable[[str], Place],
        reading: Reading,
        values: Mapping[str, tuple[Value, ...]],
    ) -> None:
        """What lives on a platform names it, where neither channel nor address does."""
        kinds = [value.iri for value in values.get("type", ()) if value.iri]
        if not kinds:
            return
        from tpgraph.inventory.kind_tree import lives_on_platform
        from tpgraph.inventory.platforms import platforms_in

        if any(map(lives_on_platform, kinds)):
            place = replace(place_of("name"), note=FROM_THE_NAME)
            found = [Value(name, place, iri) for iri in platforms_in(self._index, name)]
            if found:
                reading.values["channel"] = tuple(found)

    def _compare_currency(
        self, cell: Cell, raw: Mapping[str, str], place: Place, reading: Reading
    ) -> None:
        """The sign beside a cost is compared with the column ``currency``, never put there."""
        stated = self._parser.parse("currency", raw.get("currency", "")).parts
        value = cell.parts[0].text
        if not stated:
            reading.problems.append(problem("currency-not-stated", place, value=value))
        elif stated[0].literal != cell.currency and cell.currency and cell.currency.isalpha():
            code = stated[0].literal or ""
            reading.problems.append(problem("currency-differs", place, value=value, currency=code))

    def _is_blank(self, column: str, reading: Reading) -> bool:
        return not (column in reading.values or column in reading.none or column in reading.unclear)

    def _kind_of_name(
        self,
        name: str,
        place_of: Callable[[str], Place],
        reading: Reading,
        known: Mapping[str, tuple[Value, ...]],
    ) -> None:
        """The kind that the mapping decides, or that the name surely says; else it is offered.

        What the row states is surer than what its name may say: a kind that can never be so is
        not taken.
        """
        here = place_of("name")
        decided = self._index.decided_kind(name)
        if decided is not None:
            self._note(Recognition("name", name, "decided", DECIDED, (), here))
            if decided:
                place = replace(here, note=FROM_THE_MAPPING)
                reading.values["type"] = (Value(text=name, place=place, iri=decided),)
            return
        found = replace(recognise_name(self._index, name), place=here)
        against = _what_excludes(found, {**known, **reading.values})
        self._note(found if against is None else replace(found, status="offered"))
        if found.status == "unknown":
            return
        best = found.offers[0]
        if against is not None:
            column, value = against
            said: dict[str, Slot] = {
                "kind": Term(best.term),
                "stated": Term(value.iri or ""),
                "column": Column(column),
            }
            reading.problems.append(problem("kind-contradicted", here, said, value=name))
            return
        place = replace(here, note=FROM_THE_NAME)
        if found.status == "taken":
            reading.values["type"] = (Value(text=name, place=place, iri=best.term),)
            reading.problems.append(
                problem(
                    "kind-from-name",
                    place,
                    value=name,
                    kind=Term(best.term),
                    score=best.score,
                    reason=found.reason or "",
                )
            )
        else:
            candidates = listed([Term(offer.term) for offer in found.offers])
            reading.problems.append(
                problem("kind-offered", here, value=name, candidates=candidates)
            )

    def _note_value(
        self, column: str, doubt: Doubt, offers: tuple[Offer, ...], place: Place
    ) -> None:
        is_taken = doubt.code == "value-taken"
        status: Literal["taken", "offered", "unknown"] = "offered" if offers else "unknown"
        reason = MISSPELT if is_taken else NEAR if offers else None
        self._note(
            Recognition(
                "value",
                doubt.value or "",
                "taken" if is_taken else status,
                reason,
                offers,
                place,
                column,
            )
        )

    def _note(self, found: Recognition) -> None:
        key = (found.what, found.column, found.text)
        earlier = self._recognitions.get(key)
        if earlier is None:
            self._recognitions[key] = found
        else:
            self._recognitions[key] = replace(earlier, count=earlier.count + 1)


def _what_excludes(
    found: Recognition, values: Mapping[str, tuple[Value, ...]]
) -> tuple[str, Value] | None:
    """The column and value of the row that what ``found`` takes the name for can never have."""
    if found.status != "taken":
        return None
    from tpgraph.inventory.kind_tree import never

    kind = found.offers[0].term
    for column in sorted(values.keys() & LIMITED_BY_KIND):
        for value in values[column]:
            if (kind, value.iri) in never():
                return column, value
    return None


def read_together(columns: Iterable[str]) -> frozenset[str]:
    """``columns`` and those whose meaning depends on them."""
    named = frozenset(columns)
    return named | {_READ_WITH[c] for c in named if c in _READ_WITH}


def _scale_of(column: str, raw: Mapping[str, str]) -> Range | None:
    text = raw.get(_SCALES[column], "")
    return scale_range(text) if text else None
