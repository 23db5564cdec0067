"""The company of several sources: company.toml counts, what it leaves out the sources may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tpgraph.inventory.company import TERM_KEYS, YES_NO_KEYS, understand_company
from tpgraph.inventory.company_file import FILE_NAME, load_company_file
from tpgraph.inventory.messages import problem, shown
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.sources import KEY, Source, Sources
from tpgraph.inventory.table import CompanyData, Table
from tpgraph.model import Company, Place, Problem, Value

_KEYS = (*TERM_KEYS, *YES_NO_KEYS)


def merge_companies(
    sources: Sources,
    tables: Sequence[Table],
    default_name: str,
    index: Index,
    problems: list[Problem],
) -> Company:
    """The company that ``company.toml`` describes, with what only the sources say.

    A source says it in a sheet or section of its own, or in a ``company.toml`` beside it in its
    folder. What differs from company.toml is told and does not count; where only sources differ,
    none of them counts. What a source says to be complete was said of that source alone.
    """
    data = sources.company_file or CompanyData({}, lambda key, table, number: Place(FILE_NAME))
    found = {table.file: table.company for table in tables}
    found |= {f: d for source in sources.files for f, d in _beside(source, problems).items()}
    others = [(file, said) for file, said in sorted(found.items()) if said is not None]
    if "name" not in data.values:
        data = _named(data, others)
    company = understand_company(data, FILE_NAME, default_name, index, problems)
    read = [_understood(label, said, index, problems) for label, said in others]
    for key in _KEYS:
        company = _merge_key(company, key, read, problems)
    bounds = {key for other in read for key in other.bounds} - company.bounds.keys()
    for key in sorted(bounds):
        stated = [other.bounds[key] for other in read if key in other.bounds]
        if _agree([(values, False) for values in stated]):
            company = replace(company, bounds={**company.bounds, key: _together(stated)})
        else:
            _tell("company-differs", key, stated[0][0].place, stated[0], stated[-1], problems)
    accepts = (*company.accepts, *(a for other in read for a in other.accepts))
    return replace(company, accepts=accepts)


def _beside(source: Source, problems: list[Problem]) -> dict[str, CompanyData]:
    """What a ``company.toml`` beside a source in a folder of its own says, by what it is called."""
    folder, _, _ = source.label.rpartition("/")
    path = source.path.parent / FILE_NAME
    if not folder or not path.is_file():
        return {}
    label = f"{folder}/{FILE_NAME}"
    data = load_company_file(path, problems, label)
    return {label: data._replace(values={k: v for k, v in data.values.items() if k != KEY})}


def _named(data: CompanyData, others: Sequence[tuple[str, CompanyData]]) -> CompanyData:
    """``data`` with the name that the sources agree on, if they do."""
    said = [(o.values["name"], o.place_of) for _, o in others if "name" in o.values]
    if not said or any(name != said[0][0] for name, _ in said):
        return data
    name, place_of_name = said[0]
    place_of = data.place_of

    def either(key: str, table: str, number: int) -> Place:
        return (place_of_name if key == "name" and not table else place_of)(key, table, number)

    return CompanyData({"name": name, **data.values}, either)


def _understood(label: str, said: CompanyData, index: Index, problems: list[Problem]) -> Company:
    found: list[Problem] = []
    company = understand_company(said, label, label, index, found)
    problems += [p for p in found if p.code != "no-company-name"]
    if company.complete:
        place = next(iter(company.complete.values()))
        value = ", ".join(company.complete)
        problems.append(problem("complete-of-a-source", place, value=value))
    return company


def _merge_key(
    company: Company, key: str, others: Sequence[Company], problems: list[Problem]
) -> Company:
    stated = [o for o in others if key in o.values or key in o.none]
    if key in company.values or key in company.none:
        for other in stated:
            if not _agree([_said(company, key), _said(other, key)]):
                place = other.none.get(key) or other.values[key][0].place
                mine, yours = _said(company, key)[0], _said(other, key)[0]
                _tell("company-file-counts", key, place, yours, mine, problems)
        return company
    if not stated:
        return company
    if not _agree([_said(o, key) for o in stated]):
        first, last = stated[0], stated[-1]
        place = first.none.get(key) or first.values[key][0].place
        mine, yours = _said(first, key)[0], _said(last, key)[0]
        _tell("company-differs", key, place, mine, yours, problems)
        return company
    if key in stated[0].none:
        return replace(company, none={**company.none, key: stated[0].none[key]})
    values = _together([o.values[key] for o in stated])
    return replace(company, values={**company.values, key: values})


def _said(company: Company, key: str) -> tuple[tuple[Value, ...], bool]:
    return company.values.get(key, ()), key in company.none


def _agree(said: Sequence[tuple[Sequence[Value], bool]]) -> bool:
    return len({(frozenset(v.iri or v.literal for v in vs), none) for vs, none in said}) == 1


def _together(stated: Sequence[Sequence[Value]]) -> tuple[Value, ...]:
    """Equal values of several sources, each with all its places."""
    places: dict[str | None, list[Place]] = {}
    first: Mapping[str | None, Value] = {v.iri or v.literal: v for v in stated[0]}
    for values in stated:
        for value in values:
            places.setdefault(value.iri or value.literal, []).append(value.place)
    return tuple(replace(v, also=tuple(places[key][1:])) for key, v in first.items())


def _tell(
    code: str,
    key: str,
    place: Place,
    here: Sequence[Value],
    there: Sequence[Value],
    problems: list[Problem],
) -> None:
    other = there[0].place.file if there else FILE_NAME
    problems.append(
        problem(
            code,
            place,
            value=" | ".join(v.text for v in here) or "none",
            key=key,
            other=shown(" | ".join(v.text for v in there) or "none"),
            file=other,
        )
    )
