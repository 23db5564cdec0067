"""What holds across the companies that are served: a row for each, and the commonest gaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tpgraph.batch.rows import counts
from tpgraph.batch.settings import Settings
from tpgraph.batch.summary import COMPANIES, RULES, Summary
from tpgraph.reason.rules import load_rules
from tpgraph.serve.firm import firm_of, named, opened_store, store_version
from tpgraph.serve.state import State

if TYPE_CHECKING:
    import pyoxigraph as ox

SHOWN_COMPANIES = 500
_TPG = "https://w3id.org/tpgraph/ontology#"
_PREFIX = f"PREFIX tpg: <{_TPG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
_FACTS = """SELECT ?company ?industry ?size (COUNT(DISTINCT ?t) AS ?touchpoints)
(COUNT(DISTINCT ?active) AS ?actives) WHERE { GRAPH ?graph { ?company a tpg:Company
OPTIONAL { ?company tpg:industry ?industry } OPTIONAL { ?company tpg:size ?size }
OPTIONAL { ?t tpg:ofCompany ?company OPTIONAL { ?t tpg:lifecycle ?l
FILTER (?l = tpg:active) BIND (?t AS ?active) } } } } GROUP BY ?company ?industry ?size"""
_FOUND = """SELECT ?graph ?rule ?status ?level (COUNT(DISTINCT ?f) AS ?n) WHERE {
GRAPH ?graph { ?f a tpg:Finding ; tpg:rule ?rule ; tpg:status ?status
OPTIONAL { ?f tpg:level ?level } } } GROUP BY ?graph ?rule ?status ?level"""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company's numbers; ``gap_share`` and what follows are None where they are not known.

    ``difference`` is its share of gaps less that of the others of its industry, ``position`` its
    place among ``ranked`` of them, from the fewest gaps.
    """

    slug: str
    iri: str
    name: str
    industry: str
    touchpoints: int
    gaps: int
    high: int
    medium: int
    low: int
    unknown: int
    in_order: int | None
    gap_share: float | None
    difference: float | None
    position: int | None
    ranked: int | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule: how many companies have a gap, are in order, are unknown."""

    rule: str
    title: str
    with_gap: int
    in_order: int
    unknown: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All companies by name, the rules by how common their gaps are.

    ``whole`` says whether it is known what is in order: a store of many holds gaps and unknowns.
    """

    rows: list[CompanyRow]
    rules: list[RuleRow]
    whole: bool


def overview(state: State, lang: str) -> Overview:
    """The overview in a language, made anew when a company was read anew."""
    key = ("overview", lang, state.companies.generation, store_version(state))
    return state.kept.get(key, lambda: _overview(state, lang))


def _overview(state: State, lang: str) -> Overview:
    slugs = {one.iri: one.slug for one in named(state)}
    told = [*_of_files(state), *_of_store(state)]
    stored = {t["iri"] for t in told if t.get("stored")}
    with _summary(told, lang) as summary:
        companies = [dict(zip(COMPANIES, row, strict=True)) for row in summary.companies()]
        rules = [dict(zip(RULES, row, strict=True)) for row in summary.rules()]
    rows = [_company(row, slugs[row["iri"]], known=row["iri"] not in stored) for row in companies]
    rows.sort(key=lambda row: (row.name.casefold(), row.slug))
    whole = not stored
    return Overview(rows, [_rule(row, known=whole) for row in rules], whole)


def _company(row: dict[str, str], slug: str, *, known: bool) -> CompanyRow:
    def number(key: str) -> float | None:
        return float(row[key]) if known and row[key] else None

    position, ranked = number("position"), number("ranked")
    return CompanyRow(
        slug=slug,
        iri=row["iri"],
        name=row["company"],
        industry=row["industry"],
        touchpoints=int(row["touchpoints"]),
        gaps=int(row["gaps"]),
        high=int(row["high"]),
        medium=int(row["medium"]),
        low=int(row["low"]),
        unknown=int(row["unknown"]),
        in_order=int(row["in_order"]) if known else None,
        gap_share=number("gap_share"),
        difference=number("difference"),
        position=None if position is None else int(position),
        ranked=None if ranked is None else int(ranked),
    )


def _rule(row: dict[str, str], *, known: bool) -> RuleRow:
    share = row["share_with_gap"]
    return RuleRow(
        rule=row["rule"],
        title=row["title"] or row["rule"],
        with_gap=int(row["companies_with_gap"]),
        in_order=int(row["companies_in_order"]),
        unknown=int(row["companies_unknown"]),
        share=float(share) if known and share else None,
    )


def _of_files(state: State) -> list[dict[str, Any]]:
    told = []
    for served in state.companies:
        of = firm_of(state, served.slug)

        def made(base: Any = of.base, source: str = str(served.path)) -> dict[str, Any]:
            return counts(base, base.findings, source)

        told.append(of.kept("counts", made))
    return told


def _of_store(state: State) -> list[dict[str, Any]]:
    """The same numbers from the graphs of the store of many."""
    if state.companies.store_path is None:
        return []
    with opened_store(state) as store:
        found = {one.iri: _blank(one.iri, one.name) for one in named(state) if one.stored}
        for row in _rows(store, _FACTS):
            one = found.get(row["company"].value)
            if one is None:
                continue  # another store has just come, and is not known yet
            for key in ("industry", "size"):
                one[key] = [row[key].value] if row[key] is not None else one[key]
            one["touchpoints"] = int(row["touchpoints"].value)
            one["active"] = int(row["actives"].value)
        for row in _rows(store, _FOUND):
            one = found.get(row["graph"].value.removesuffix("/graph/findings"))
            if one is None:
                continue
            status = row["status"].value.rpartition("#")[2]
            rule = row["rule"].value.rpartition("/")[2]
            answers = one["rules"].setdefault(rule, [0, 0, 0])
            if status not in ("gap", "unknown"):
                continue
            answers[status == "unknown"] += int(row["n"].value)
            if status == "gap" and row["level"] is not None:
                level = row["level"].value.rpartition("#")[2]
                one["levels"][level] = one["levels"].get(level, 0) + int(row["n"].value)
        return list(found.values())


def _rows(store: ox.Store, query: str) -> Iterator[Any]:
    yield from store.query(_PREFIX + query)  # type: ignore[misc]


def _blank(iri: str, name: str) -> dict[str, Any]:
    return {
        "company": name, "iri": iri, "source": "", "industry": [], "size": [], "touchpoints": 0,
        "active": 0, "levels": {}, "open_levels": [], "accepted": 0, "errors": 0, "warnings": 0,
        # One rule at least: a company may have no finding at all.
        "rules": {load_rules("en").gaps[0].name: [0, 0, 0]},
        "stored": True,
    }  # fmt: skip


@contextmanager
def _summary(told: list[dict[str, Any]], lang: str) -> Iterator[Summary]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "counts.jsonl"
        text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told)
        path.write_text(text, encoding="utf-8")
        yield Summary(path, Settings(lang=lang))
