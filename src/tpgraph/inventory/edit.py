"""Edits an inventory in a copy: adds, changes, retires touchpoints; reads only what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tpgraph.errors import CallError
from tpgraph.inventory.cells import CellParser, split
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.closing import doubtful_columns
from tpgraph.inventory.columns import require_column
from tpgraph.inventory.company import TERM_KEYS, YES_NO_KEYS, read_bound, read_key, read_scopes
from tpgraph.inventory.graph import HYPOTHETICAL
from tpgraph.inventory.iris import IriMaker
from tpgraph.inventory.links import LinkResolver, link_touchpoint
from tpgraph.inventory.messages import did_you_mean, problem
from tpgraph.inventory.recognise import Index, closest, load_index
from tpgraph.inventory.rows import FROM_THE_NAME, LIMITED_BY_KIND, RowReader, read_together
from tpgraph.inventory.words import NONE, is_in
from tpgraph.model import Company, Edit, Inventory, Place, Problem, TouchpointRow, Value
from tpgraph.phrases import phrase, shown

WHAT_IF = "what-if"  # the file in the place of an edited cell
BOUNDS = "bounds."  # stands before the name of a bound, as in a company's sheet
SEPARATORS = "|;"  # between several values of an edited cell


def edit_inventory(
    inventory: Inventory, edits: Sequence[Edit], *, index: Index | None = None
) -> Inventory:
    """``inventory`` after ``edits``, in their order; nothing that was passed in is changed.

    ``add`` makes a touchpoint of its cells (without a name it gets the kind's). ``change`` and
    ``record`` put the cells in the place of those of ``target``, a touchpoint or the company; a
    blank text blanks the cell. ``retire`` sets the status. A company's cells are the keys of its
    file; ``complete`` adds columns to those that are complete, ``bounds.review_days`` is a bound.

    Problems of cells that an edit replaces are gone, those of the new cells are there; their file
    is ``what-if``. Raises CallError for a target or a column that does not exist.
    """
    index = index or load_index()
    if inventory.decisions is not None:
        index = index.deciding(inventory.decisions)
    editor = _Editor(inventory, index)
    for edit in edits:
        editor.apply(edit)
    return editor.result()


class _Editor:
    def __init__(self, inventory: Inventory, index: Index) -> None:
        self._before = inventory
        self._index = index
        self._company = inventory.company
        self._declared = inventory.company.complete
        self._touchpoints = {t.iri: t for t in inventory.touchpoints}
        self._problems = [p for p in inventory.problems if p.code != "not-closed"]
        parser = CellParser(index, as_of=inventory.as_of, separators=SEPARATORS)
        self._rows = RowReader(index, parser)
        self._iris = IriMaker(inventory.company.iri, tuple(self._touchpoints))
        self._to_link: set[str] = set()
        self._has_new_names = False

    def apply(self, edit: Edit) -> None:
        """Do one edit."""
        if edit.action == "add":
            self._add(self._cells(edit.cells), hypothetical=edit.hypothetical)
        elif edit.target == self._company.iri and edit.action != "retire":
            self._edit_company(edit.cells)
        elif edit.target in self._touchpoints:
            cells = {"status": "retired"} if edit.action == "retire" else self._cells(edit.cells)
            self._change(self._touchpoints[edit.target], cells)
        else:
            raise CallError(phrase("call.no-target", target=str(edit.target)))

    def result(self) -> Inventory:
        """The inventory after the edits."""
        self._link()
        touchpoints = tuple(self._touchpoints.values())
        # A row that was left out keeps its columns open: no edit can tell what it holds.
        reopened = {p.value for p in self._before.problems if p.code == "not-closed"}
        left_out = [
            (replace(p.place, column=None), [c for c in reopened if c is not None])
            for p in self._problems
            if p.code == "no-name"
        ]
        doubtful, not_closed = doubtful_columns(self._declared, touchpoints, left_out)
        return replace(
            self._before,
            company=replace(self._company, complete=self._declared, doubtful=doubtful),
            touchpoints=touchpoints,
            problems=(*self._problems, *not_closed),
        )

    # ------------------------------------------------------------------------- touchpoints

    def _cells(self, cells: Mapping[str, str]) -> dict[str, str]:
        """The cells by canonical column, without what a cell must not hold."""
        found: dict[str, str] = {}
        for name, text in cells.items():
            column = require_column(name, self._index)
            cleaned = clean(text)
            if cleaned.was_harmful:
                self._problems.append(problem("control-characters", Place(WHAT_IF, column=column)))
            found[column] = one_line(cleaned.text) if column == "name" else cleaned.text
        return found

    def _add(self, cells: dict[str, str], *, hypothetical: bool) -> None:
        raw = {column: text for column, text in cells.items() if text}
        name = raw.get("name") or self._name_of_kind(raw.get("type", ""))
        if not name:
            raise CallError(phrase("call.nameless"))
        raw["name"] = name
        rows = (t.place.row or 0 for t in self._touchpoints.values())
        place = Place(
            WHAT_IF, row=max(rows, default=1) + 1, note=HYPOTHETICAL if hypothetical else None
        )
        reading = self._rows.read(
            name, raw, lambda column: Place(WHAT_IF, row=place.row, column=column)
        )
        self._problems += reading.problems
        iri = self._iris.make(name)
        if any(t.name == name for t in self._touchpoints.values()):
            row = next(t.place for t in self._touchpoints.values() if t.name == name)
            where = Place(WHAT_IF, row=place.row, column="name")
            self._problems.append(problem("same-name", where, value=name, row=row.row or row))
        self._touchpoints[iri] = TouchpointRow(
            iri=iri,
            name=name,
            place=place,
            values=reading.values,
            none=frozenset(reading.none),
            unclear=frozenset(reading.unclear),
            raw=raw,
        )
        self._has_new_names = True
        self._to_link.add(iri)

    def _name_of_kind(self, text: str) -> str:
        iris = self._index.terms(None, text) if text else ()
        return self._index.label(iris[0]) if len(iris) == 1 else ""

    def _change(self, before: TouchpointRow, cells: dict[str, str]) -> None:
        raw = {**before.raw, **cells}
        name = raw.get("name") or before.name
        if cells.get("name") == "":
            raise CallError(phrase("call.name-taken-away", name=shown(before.name)))
        raw = {column: text for column, text in raw.items() if text}
        # What its sources differ in stands in no cell that could be read again.
        in_dispute = {c for c in before.unclear if before.parts and c not in before.raw}
        columns = read_together(cells) - (in_dispute - cells.keys())
        is_of_name = FROM_THE_NAME in _notes(before, "type")
        if "name" in cells and is_of_name:
            columns |= {"type"}
        # What the name says of the kind is not taken where the row says what that can never be.
        if LIMITED_BY_KIND & cells.keys() and (is_of_name or not _says(before, "type")):
            columns |= {"type"}

        def place_of(column: str) -> Place:
            if column in cells:
                return Place(WHAT_IF, row=before.place.row, column=column)
            values = before.values.get(column)
            return values[0].place if values else replace(before.place, column=column)

        # So with the platform: a name mentions it, and a kind lives on one.
        if {"name", "type"} & columns and not raw.get("channel"):
            columns |= {"channel"}
        known = {c: v for c, v in before.values.items() if c not in columns}
        reading = self._rows.read(name, raw, place_of, columns, known)
        said_anew = columns | ({"name"} if "type" in columns else set())
        self._problems = [
            p
            for p in self._problems
            if not _is_about(p, before, said_anew if p.code in _KIND_CODES else columns)
        ]
        self._problems += reading.problems
        self._touchpoints[before.iri] = replace(
            before,
            name=name,
            values={**known, **reading.values},
            none=(before.none - columns) | reading.none,
            unclear=(before.unclear - columns) | reading.unclear,
            raw=raw,
            parts=tuple(_without(part, columns) for part in before.parts),
        )
        self._has_new_names |= "name" in cells
        if "leads_to" in cells:
            self._to_link.add(before.iri)

    def _link(self) -> None:
        """Resolve the new links; a new name may also mend, or blur, the links of others."""
        changed = set(self._to_link)
        if self._has_new_names:
            changed |= {t.iri for t in self._touchpoints.values() if t.raw.get("leads_to")}
        changed = {iri for iri in changed if self._touchpoints[iri].raw.get("leads_to")}
        if not changed:
            return
        resolver = LinkResolver(self._touchpoints.values())
        for iri in changed:
            touchpoint = self._touchpoints[iri]
            column = frozenset({"leads_to"})
            self._problems = [
                p
                for p in self._problems
                if not (p.code in _LINK_CODES and _is_about(p, touchpoint, column))
            ]
            linked = link_touchpoint(touchpoint, resolver, SEPARATORS, self._problems)
            self._touchpoints[iri] = linked

    # ----------------------------------------------------------------------------- company

    def _edit_company(self, cells: Mapping[str, str]) -> None:
        for key, written in cells.items():
            text = clean(written).text
            place = Place(WHAT_IF, column=key)
            if key == "complete":
                scopes = split(text, SEPARATORS)
                found = read_scopes(scopes, place, self._index, self._problems)
                self._declared = {**found, **self._declared}
            elif key in TERM_KEYS or key in YES_NO_KEYS:
                self._set_key(key, text, place)
            elif key.startswith(BOUNDS):
                self._set_bound(key.removeprefix(BOUNDS), text, place)
            else:
                keys = ("complete", *TERM_KEYS, *YES_NO_KEYS)
                near = closest(key, keys, 3) or keys
                raise CallError(phrase("call.no-key", key=shown(key), mend=did_you_mean(near)))

    def _set_key(self, key: str, text: str, place: Place) -> None:
        company: Company = self._company
        values: dict[str, tuple[Value, ...]] = {k: v for k, v in company.values.items() if k != key}
        none = {k: v for k, v in company.none.items() if k != key}
        if text and key in TERM_KEYS and is_in(text, NONE):
            none[key] = place
        elif text:
            found = read_key(key, text, place, self._index, self._problems)
            if found:
                values[key] = found
        self._company = replace(company, values=values, none=none)

    def _set_bound(self, key: str, text: str, place: Place) -> None:
        from tpgraph.inventory.formats.company_sheet import number_or_text

        bounds = {k: v for k, v in self._company.bounds.items() if k != key}
        said = [number_or_text(part) for part in split(text, SEPARATORS)]
        if said and (found := read_bound(key, said, place, self._index, self._problems)):
            bounds[key] = found
        self._company = replace(self._company, bounds=bounds)


# What is said of the kind stands at the name it is read from.
_KIND_CODES = frozenset({"kind-from-name", "kind-offered", "kind-contradicted"})
_LINK_CODES = frozenset({"broken-link", "ambiguous-link", "self-link"})


def _notes(touchpoint: TouchpointRow, column: str) -> set[str | None]:
    return {value.place.note for value in touchpoint.values.get(column, ())}


def _says(touchpoint: TouchpointRow, column: str) -> bool:
    return any(column in held for held in (touchpoint.values, touchpoint.none, touchpoint.unclear))


def _is_about(found: Problem, touchpoint: TouchpointRow, columns: frozenset[str]) -> bool:
    """Whether ``found`` stands in a cell of ``touchpoint`` that is one of ``columns``."""
    place = found.place
    if place.column not in columns:
        return False
    if place.file == WHAT_IF:
        return place.row == touchpoint.place.row
    rows = [row.place for row in touchpoint.parts or (touchpoint,)]
    return any((place.file, place.sheet, place.row) == (p.file, p.sheet, p.row) for p in rows)


def _without(part: TouchpointRow, columns: frozenset[str]) -> TouchpointRow:
    """A part of a merged touchpoint that says nothing more of ``columns``: an edit does."""
    return replace(
        part,
        values={c: v for c, v in part.values.items() if c not in columns},
        none=part.none - columns,
        unclear=part.unclear - columns,
        raw={c: text for c, text in part.raw.items() if c not in columns},
    )
