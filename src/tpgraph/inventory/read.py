"""Reads an inventory: a company's folder, or one file, becomes an ``Inventory``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tpgraph.errors import CallError
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.closing import doubtful_columns
from tpgraph.inventory.collector import resting_collector
from tpgraph.inventory.columns import COLUMNS, expand_scope, near_scopes
from tpgraph.inventory.company import understand_company, unnamed_company
from tpgraph.inventory.company_file import FILE_NAME
from tpgraph.inventory.iris import IriMaker
from tpgraph.inventory.links import LinkResolver, link_touchpoint
from tpgraph.inventory.mapping import find_mapping, read_mapping
from tpgraph.inventory.messages import did_you_mean, problem, shown
from tpgraph.inventory.recognise import Index, load_index
from tpgraph.inventory.sources import READERS, Source, Sources, find_sources
from tpgraph.inventory.table import Table
from tpgraph.inventory.table_reader import TableReader
from tpgraph.model import Company, Decisions, Inventory, Place, Problem, TouchpointRow
from tpgraph.phrases import phrase

__all__ = ["READERS", "read_inventory"]


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
        A company's folder (``company.toml`` and ``touchpoints.csv``, or the files that its
        ``sources`` names), or one file of a format of :data:`READERS`.
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
    with resting_collector():
        return _read(Path(path), str(path), as_of, complete or (), index or load_index())


def _read(path: Path, said: str, as_of: date, complete: Sequence[str], index: Index) -> Inventory:
    problems: list[Problem] = []
    sources = find_sources(path, problems)
    decisions = read_mapping(sources.mapping_path, index, problems)
    if decisions is not None:
        index = index.deciding(decisions)
    tables = _tables(sources, index)
    return _understand(sources, tables, said, as_of, complete, index, decisions, problems)


def read_table(
    table: Table,
    path: Path,
    *,
    as_of: date,
    complete: Sequence[str] | None = None,
    index: Index | None = None,
    decisions: Decisions | None = None,
) -> Inventory:
    """The inventory that is part of a larger file: its rows, and what they say of the company.

    ``path`` is the file they are from; ``decisions`` are those of the mapping beside it, by which
    ``index`` decides already. Raises InputError and CallError as :func:`read_inventory` does.
    """
    sources = Sources((Source(path, table.file),), None, path.stem, find_mapping(path))
    with resting_collector():
        known = index or load_index()
        return _understand(sources, [table], str(path), as_of, complete or (), known, decisions, [])


def _understand(
    sources: Sources,
    tables: list[Table],
    said: str,
    as_of: date,
    complete: Sequence[str],
    index: Index,
    decisions: Decisions | None,
    problems: list[Problem],
) -> Inventory:
    company = _company(sources, tables, index, problems)
    scopes = _called_scopes(complete, index)
    company = replace(company, complete={**scopes, **company.complete})
    for table in tables:
        problems += table.problems
    readers = [
        TableReader(table, str(source.path), as_of, index, problems)
        for source, table in zip(sources.files, tables, strict=True)
    ]
    if len(readers) == 1:
        touchpoints = _one_source(readers[0], tables[0], company, problems)
    else:
        from tpgraph.inventory.merging.touchpoints import merge_sources

        touchpoints = merge_sources(readers, tables, company, sources, index, problems)
    left_out = [row for reader in readers for row in reader.left_out]
    doubtful, not_closed = doubtful_columns(company.complete, touchpoints, left_out)
    sources.report_not_read(problems)
    return Inventory(
        company=replace(company, doubtful=doubtful),
        touchpoints=touchpoints,
        problems=(*problems, *not_closed),
        as_of=as_of,
        path=said,
        recognitions=tuple(found for reader in readers for found in reader.recognitions),
        decisions=decisions,
    )


def read_tables(path: str | Path) -> list[tuple[Path, Table]]:
    """The files of touchpoints behind ``path``, and what each holds as written.

    Raises InputError as :func:`read_inventory` does.
    """
    sources, index = find_sources(Path(path), []), load_index()
    tables = _tables(sources, index)
    return [(source.path, table) for source, table in zip(sources.files, tables, strict=True)]


def _tables(sources: Sources, index: Index) -> list[Table]:
    if len(sources.files) == 1:
        return [sources.files[0].read(index)]
    from tpgraph.inventory.merging.touchpoints import read_tables

    return read_tables(sources, index)


def _company(
    sources: Sources, tables: Sequence[Table], index: Index, problems: list[Problem]
) -> Company:
    """The company, as its file says, else the file of touchpoints, else the path alone."""
    name = one_line(clean(sources.default_name).text) or "company"
    if len(tables) > 1:
        from tpgraph.inventory.merging.company import merge_companies

        return merge_companies(sources, tables, name, index, problems)
    file, said = tables[0].file, tables[0].company
    if sources.company_file is not None:
        if said is not None:
            problems.append(problem("company-in-two-files", Place(file), value=FILE_NAME))
        return understand_company(sources.company_file, FILE_NAME, name, index, problems)
    if said is not None:
        return understand_company(said, file, name, index, problems)
    return unnamed_company(name, file, problems)


def _one_source(
    reader: TableReader, table: Table, company: Company, problems: list[Problem]
) -> tuple[TouchpointRow, ...]:
    touchpoints = reader.read(IriMaker(company.iri))
    _report_same_names(touchpoints, problems)
    if not any("leads_to" in t.values for t in touchpoints):
        return tuple(touchpoints)
    resolver = LinkResolver(touchpoints)
    return tuple(link_touchpoint(t, resolver, table.separators, problems) for t in touchpoints)


def _report_same_names(touchpoints: list[TouchpointRow], problems: list[Problem]) -> None:
    first: dict[str, TouchpointRow] = {}
    for touchpoint in touchpoints:
        earlier = first.setdefault(touchpoint.name, touchpoint)
        if earlier is not touchpoint:
            place = replace(touchpoint.place, column="name")
            row = earlier.place.row or 0
            problems.append(problem("same-name", place, value=touchpoint.name, row=row))


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
