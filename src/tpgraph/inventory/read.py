"""Reads an inventory: a company's folder, or one file, becomes an ``Inventory``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Literal

from tpgraph.errors import CallError
from tpgraph.inventory.cells import CellParser
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.closing import doubtful_columns
from tpgraph.inventory.columns import COLUMNS, expand_scope, near_scopes
from tpgraph.inventory.company import FILE_NAME, read_company, understand_company, unnamed_company
from tpgraph.inventory.csvfile import read_csv
from tpgraph.inventory.links import LinkResolver
from tpgraph.inventory.mapping import find_mapping, read_mapping
from tpgraph.inventory.messages import (
    IN_WORDS,
    MISSPELT,
    NEAR,
    did_you_mean,
    input_error,
    problem,
    shown,
)
from tpgraph.inventory.recognise import Index, closest, load_index
from tpgraph.inventory.rows import DECIDED, RowReader
from tpgraph.inventory.table import CompanyData, Table
from tpgraph.inventory.words import UNKNOWN, is_blank, is_in
from tpgraph.model import Company, Inventory, Offer, Place, Problem, Recognition, TouchpointRow
from tpgraph.phrases import Column, Phrase, Slot, phrase, reported
from tpgraph.text import slug

_IN_WORDS_SCORE = 0.95  # of a header that is a label but for a unit or endings
TOUCHPOINTS = "touchpoints"  # the stem of a folder's file of touchpoints

Reader = Callable[[Path, Index], Table]


def _late(module: str) -> Reader:
    """``read`` of a module of :mod:`tpgraph.inventory.formats`, loaded when it is needed."""

    def read(path: Path, index: Index) -> Table:
        reader: Reader = import_module(f"tpgraph.inventory.formats.{module}").read
        return reader(path, index)

    return read


# One reader a format, picked by the suffix.
READERS: Mapping[str, Reader] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": _late("xlsx"),
    ".xlsm": _late("xlsx"),
    ".ods": _late("ods"),
    ".json": _late("json_file"),
    ".jsonld": _late("rdf"),
    ".ttl": _late("rdf"),
    ".trig": _late("rdf"),
    ".nt": _late("rdf"),
    ".nq": _late("rdf"),
    ".rdf": _late("rdf"),
    ".owl": _late("rdf"),
}


def read_inventory(
    path: str | Path,
    *,
    as_of: date,
    complete: Sequence[str] | None = None,
    index: Index | None = None,
) -> Inventory:
    """Read and understand the inventory at ``path``.

    Parameters
    ----------
    path
        A company's folder (``company.toml`` and ``touchpoints.csv``), or one file of a format of
        :data:`READERS`.
    as_of
        The day that counts as today: a later date in a cell is doubtful.
    complete
        Columns, or ``metrics`` or ``all``, that are complete besides what the company file says.
    index
        The labels to recognise words by; by default those of the ontology.

    Raises
    ------
    InputError
        Where the inventory cannot be read as a whole. What is wrong with single cells and rows is
        in ``problems`` instead, all of it.
    CallError
        Where ``complete`` names something that cannot be complete.
    """
    index = index or load_index()
    source = _Source.find(Path(path))
    problems: list[Problem] = []
    decisions = read_mapping(find_mapping(source.table_path), index, problems)
    if decisions is not None:
        index = index.deciding(decisions)
    table = READERS[source.table_path.suffix.lower()](source.table_path, index)
    company = source.company(table.company, index, problems)
    scopes = _called_scopes(complete or (), index)
    company = replace(company, complete={**scopes, **company.complete})
    problems += table.problems
    reader = _TableReader(table, company, as_of, index, problems, source)
    touchpoints, left_out = reader.read()
    doubtful, not_closed = doubtful_columns(company.complete, touchpoints, left_out)
    return Inventory(
        company=replace(company, doubtful=doubtful),
        touchpoints=touchpoints,
        problems=(*problems, *not_closed),
        as_of=as_of,
        path=str(path),
        recognitions=reader.recognitions,
    )


def read_table(path: str | Path) -> tuple[Path, Table]:
    """The file of touchpoints behind ``path``, and what it holds as written.

    Raises InputError as :func:`read_inventory` does.
    """
    found = _Source.find(Path(path)).table_path
    return found, READERS[found.suffix.lower()](found, load_index())


class _Source:
    """The files of an inventory."""

    def __init__(self, table_path: Path, company_path: Path | None, default_name: str) -> None:
        self.table_path = table_path
        self._company_path = company_path
        self._default_name = default_name

    @classmethod
    def find(cls, path: Path) -> _Source:
        """The files behind the path that somebody gave."""
        try:
            return cls._find(path)
        except OSError as error:
            why = reported(error)
            place = Place(str(path))
            mend = phrase("mend.check-path")
            raise input_error("cannot-open", place, why=why, mend=mend) from error
        except ValueError as error:  # a NUL in the path
            mend = phrase("mend.check-path")
            raise input_error("no-such-path", Place(repr(str(path))), mend=mend) from error

    @classmethod
    def _find(cls, path: Path) -> _Source:
        if path.name == FILE_NAME and path.is_file():
            path = path.parent
        if path.is_dir():
            return cls._in_folder(path)
        if not path.exists():
            raise input_error("no-such-path", Place(str(path)), mend=_near_path(path))
        if not path.is_file():
            raise input_error("not-a-file", Place(str(path)))
        if path.suffix.lower() not in READERS:
            suffix: Slot = path.suffix or phrase("what.no-suffix")
            known = tuple(READERS)
            raise input_error("unknown-format", Place(str(path)), suffix=suffix, known=known)
        # The file of a company's folder, named instead of the folder.
        beside = path.parent / FILE_NAME
        if path.stem == TOUCHPOINTS and beside.is_file():
            return cls(path, beside, path.absolute().parent.name)
        return cls(path, None, path.stem)

    @classmethod
    def _in_folder(cls, folder: Path) -> _Source:
        for suffix in READERS:
            table_path = folder / f"{TOUCHPOINTS}{suffix}"
            if table_path.is_file():
                break
        else:
            held = sorted(p.name for p in folder.iterdir())
            found: Slot = tuple(map(shown, held[:8])) or phrase("what.nothing")
            raise input_error("no-touchpoint-file", Place(str(folder)), found=found)
        company_path = folder / FILE_NAME
        name = folder.resolve().name or "company"
        return cls(table_path, company_path if company_path.is_file() else None, name)

    def company(self, beside: CompanyData | None, index: Index, problems: list[Problem]) -> Company:
        """The company, as its file says, else the file of touchpoints, else the path alone."""
        name = one_line(clean(self._default_name).text) or "company"
        if self._company_path is not None and beside is not None:
            place = Place(self.table_path.name)
            problems.append(problem("company-in-two-files", place, value=self._company_path.name))
        elif beside is not None:
            return understand_company(beside, self.table_path.name, name, index, problems)
        if self._company_path is None:
            return unnamed_company(name, self.table_path.name, problems)
        return read_company(self._company_path, name, index, problems)


class _TableReader:
    """Turns the rows of a table into touchpoints."""

    def __init__(
        self,
        table: Table,
        company: Company,
        as_of: date,
        index: Index,
        problems: list[Problem],
        source: _Source,
    ) -> None:
        self._table = table
        self._company = company
        self._index = index
        self._problems = problems
        self._path = str(source.table_path)
        parser = CellParser(index, as_of=as_of, separators=table.separators)
        self._rows = RowReader(index, parser)
        self._headers: list[Recognition] = []

    @property
    def recognitions(self) -> tuple[Recognition, ...]:
        """Headers, values and names that are no labels, and what became of them."""
        return (*self._headers, *self._rows.recognitions)

    def read(self) -> tuple[tuple[TouchpointRow, ...], list[tuple[Place, list[str]]]]:
        """The touchpoints, and the rows that were left out with the columns they fill."""
        columns = self._columns()
        self._report_stray_cells()
        touchpoints: list[TouchpointRow] = []
        left_out: list[tuple[Place, list[str]]] = []
        iris = IriMaker(self._company.iri)
        for number, cells in self._table.rows:
            place = Place(self._table.file, sheet=self._table.sheet, row=number)
            raw, extra = self._split_row(columns, cells, place)
            name = one_line(raw.get("name", ""))
            if name:
                touchpoints.append(self._touchpoint(iris.make(name), name, place, raw, extra))
            else:
                place_of_name = replace(place, column="name")
                self._problems.append(problem("no-name", place_of_name))
                left_out.append((place, list(raw)))
        if not touchpoints:
            raise input_error("no-touchpoints", Place(self._path, sheet=self._table.sheet))
        self._report_same_names(touchpoints)
        return self._linked(touchpoints), left_out

    def _columns(self) -> list[tuple[str | None, str]]:
        """For each header, the canonical column (None where it is not recognised) and its text."""
        place = Place(self._path, sheet=self._table.sheet, row=self._table.header_row)
        headers = [one_line(clean(header).text) for header in self._table.headers]
        columns = [self._index.column(header) if header else None for header in headers]
        self._take_misspelt(headers, columns)
        first: dict[str, str] = {}
        for column, header in zip(columns, headers, strict=True):
            if column is None:
                continue
            if column in first:
                both = {"first": shown(first[column]), "second": shown(header)}
                raise input_error("duplicate-headers", place, column=Column(column), **both)
            first[column] = header
        if "name" not in first:
            near = [h for h in headers if h and "name" in self._index.near_columns(h, 1)]
            slots: dict[str, Slot] = {"headers": _some([shown(h) for h in headers], 20)}
            if near:
                slots["mend"] = phrase("mend.is-it-name", header=shown(near[0]))
            raise input_error("no-name-column", place, **slots)
        self._report_unknown(headers, columns)
        return list(zip(columns, _distinct(headers), strict=True))

    def _take_misspelt(self, headers: list[str], columns: list[str | None]) -> None:
        """Headers with a letter wrong become the column they surely mean, if it is free."""
        file, sheet, row = self._table.file, self._table.sheet, self._table.header_row
        for i, header in enumerate(headers):
            if not header or columns[i] is not None:
                continue
            place = Place(file, sheet=sheet, row=row, column=header[:80])
            if self._index.is_decided(header):
                self._headers.append(Recognition("header", header, "decided", DECIDED, (), place))
                continue
            offers, is_sure, reason = self._like_columns(header)
            offers = tuple(o for o in offers if o.term not in columns)
            if is_sure and offers and headers.count(header) == 1:
                best = offers[0]
                columns[i] = best.term
                self._problems.append(
                    problem(
                        "column-taken",
                        place,
                        value=header,
                        taken=Column(best.term),
                        score=best.score,
                        reason=reason,
                    )
                )
                found = Recognition("header", header, "taken", reason, offers, place)
            else:
                status: Literal["offered", "unknown"] = "offered" if offers else "unknown"
                near = NEAR if offers else None
                found = Recognition("header", header, status, near, offers, place)
            self._headers.append(found)

    def _like_columns(self, header: str) -> tuple[tuple[Offer, ...], bool, Phrase]:
        """What ``header``, which is no label, may mean, whether surely, and why."""
        column = self._index.column_in_words(header)
        if column is not None:
            return (Offer(column, column, _IN_WORDS_SCORE),), True, IN_WORDS
        return *self._index.like_columns(header), MISSPELT

    def _report_unknown(self, headers: list[str], columns: list[str | None]) -> None:
        file, sheet, row = self._table.file, self._table.sheet, self._table.header_row
        for header, column in zip(headers, columns, strict=True):
            if header and column is None and not self._index.is_decided(header):
                near = [c for c in self._index.near_columns(header) if c not in columns]
                columns_near = [Column(c) for c in near]
                slots: dict[str, Slot] = {"mend": did_you_mean(columns_near)} if near else {}
                place = Place(file, sheet=sheet, row=row, column=header[:80])
                self._problems.append(problem("unknown-column", place, slots, value=header))

    def _report_stray_cells(self) -> None:
        """Cells under a blank header, and cells beyond the last header."""
        headers = self._table.headers
        width = len(headers)
        blank = [i for i, header in enumerate(headers) if not clean(header).text]
        for i in blank:
            if any(len(cells) > i and cells[i].strip() for _, cells in self._table.rows):
                from tpgraph.inventory.formats.grid import letters

                at = letters(i + 1)
                place = Place(self._table.file, self._table.sheet, self._table.header_row, at)
                self._problems.append(problem("blank-header", place, number=i + 1))
        for number, cells in self._table.rows:
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                place = Place(self._table.file, sheet=self._table.sheet, row=number)
                self._problems.append(
                    problem(
                        "too-many-cells",
                        place,
                        cells=len(cells),
                        headers=width,
                        delimiter=self._table.delimiter,
                    )
                )

    def _split_row(
        self, columns: list[tuple[str | None, str]], cells: list[str], place: Place
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The cells that are not blank, by canonical column, and those of unknown columns."""
        raw: dict[str, str] = {}
        extra: dict[str, str] = {}
        # A row may be shorter than the header, or longer: then it is reported, and cut.
        for (column, header), cell in zip(columns, cells, strict=False):
            if not cell or not header:
                continue
            cleaned = clean(cell)
            if cleaned.was_harmful:
                where = replace(place, column=column or header[:80])
                self._problems.append(problem("control-characters", where))
            if cleaned.text and column is not None:
                raw[column] = cleaned.text
            elif cleaned.text:
                extra[header] = cleaned.text
        return raw, extra

    def _touchpoint(
        self, iri: str, name: str, place: Place, raw: dict[str, str], extra: dict[str, str]
    ) -> TouchpointRow:
        file, sheet, row = place.file, place.sheet, place.row
        reading = self._rows.read(name, raw, lambda column: Place(file, sheet, row, column))
        self._problems += reading.problems
        return TouchpointRow(
            iri=iri,
            name=name,
            place=place,
            values=reading.values,
            none=frozenset(reading.none),
            unclear=frozenset(reading.unclear),
            raw=raw,
            extra=extra,
        )

    def _report_same_names(self, touchpoints: list[TouchpointRow]) -> None:
        first: dict[str, TouchpointRow] = {}
        for touchpoint in touchpoints:
            earlier = first.setdefault(touchpoint.name, touchpoint)
            if earlier is not touchpoint:
                place = replace(touchpoint.place, column="name")
                row = earlier.place.row or 0
                self._problems.append(problem("same-name", place, value=touchpoint.name, row=row))

    def _linked(self, touchpoints: list[TouchpointRow]) -> tuple[TouchpointRow, ...]:
        if not any("leads_to" in t.values for t in touchpoints):
            return tuple(touchpoints)
        resolver = LinkResolver(touchpoints)
        return tuple(
            link_touchpoint(t, resolver, self._table.separators, self._problems)
            for t in touchpoints
        )


class IriMaker:
    """IRIs of a company's touchpoints: the slug of the name, a second one with ``-2``, and on."""

    def __init__(self, company_iri: str, taken: Sequence[str] = ()) -> None:
        """``taken`` are the IRIs that exist."""
        self._base = company_iri
        self._taken = set(taken)

    def make(self, name: str) -> str:
        """A new IRI for a touchpoint called ``name``."""
        first = iri = f"{self._base}/{slug(name)}"
        number = 1
        while iri in self._taken:
            number += 1
            iri = f"{first}-{number}"
        self._taken.add(iri)
        return iri


def link_touchpoint(
    touchpoint: TouchpointRow, resolver: LinkResolver, separators: str, problems: list[Problem]
) -> TouchpointRow:
    """``touchpoint`` with the names in ``leads_to`` resolved; what fails goes to ``problems``."""
    text = touchpoint.raw.get("leads_to")
    if not text or "leads_to" in touchpoint.none or is_in(text, UNKNOWN) or is_blank(text):
        return touchpoint
    old = touchpoint.values.get("leads_to")
    if not old and "leads_to" not in touchpoint.unclear:
        return touchpoint
    place = old[0].place if old else replace(touchpoint.place, column="leads_to")
    links = resolver.resolve(touchpoint.iri, text, separators, place)
    problems += links.problems
    values = {c: v for c, v in touchpoint.values.items() if c != "leads_to"}
    if links.values:
        values["leads_to"] = links.values
    unclear = touchpoint.unclear - {"leads_to"}
    if links.is_unclear:
        unclear |= {"leads_to"}
    return replace(touchpoint, values=values, unclear=unclear)


def _called_scopes(scopes: Sequence[str], index: Index) -> dict[str, Place]:
    place = Place("--complete")
    found: dict[str, Place] = {}
    for scope in scopes:
        columns = expand_scope(scope, index)
        if not columns:
            near = near_scopes(scope, index) or ("all", "metrics", *COLUMNS)
            mend = did_you_mean(near)
            raise CallError(phrase("call.no-scope", name=shown(scope), mend=mend))
        found.update(dict.fromkeys(columns, place))
    return found


def _distinct(headers: list[str]) -> list[str]:
    """The headers, a second one of a name with its number, so that no cell hides another."""
    counts: dict[str, int] = {}
    distinct = []
    for header in headers:
        counts[header] = counts.get(header, 0) + 1
        is_repeated = header and counts[header] > 1
        distinct.append(f"{header} ({counts[header]})" if is_repeated else header)
    return distinct


def _some(items: Sequence[Slot], most: int) -> Slot:
    return (*items[:most], "…") if len(items) > most else tuple(items)


def _near_path(path: Path) -> Phrase:
    parent = path.parent
    names = [p.name for p in parent.iterdir()] if parent.is_dir() else []
    near = closest(path.name, names, 3)
    if near:
        return did_you_mean([str(parent / name) for name in near])
    return phrase("mend.check-path-or-demo")
