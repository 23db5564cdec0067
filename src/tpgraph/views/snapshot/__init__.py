"""The page's snapshot: everything it shows, in all languages, as one JSON object (schema 1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpgraph import __version__
from tpgraph import vocabulary as v
from tpgraph.inventory.audience import company_title
from tpgraph.model import LANGUAGES
from tpgraph.phrases import phrases_in
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.findings import Narrator
from tpgraph.reason.rules import load_rules
from tpgraph.reason.texts import texts_in
from tpgraph.views.coverage import Head, coverage, ordered
from tpgraph.views.measures import FIELDS
from tpgraph.views.network import network, positions
from tpgraph.views.snapshot.findings import SETTLE_TEXTS, Findings
from tpgraph.views.snapshot.plots import plots
from tpgraph.views.snapshot.queries import queries
from tpgraph.views.snapshot.recommendations import Recommendations
from tpgraph.views.snapshot.terms import TPG, Terms
from tpgraph.views.snapshot.touchpoints import Touchpoints

_MEASURE_TEXTS = tuple(f"measure.{field}{part}" for field in FIELDS for part in ("", ".about"))
_MARKS = ("mark.list", "mark.parts")  # what stands between the items of a list


def snapshot(analysis: Conclusions) -> dict[str, Any]:
    """The snapshot of an analysis; texts are dictionaries of language to text."""
    a = analysis
    terms = Terms()
    narrators = {
        lang: Narrator(a.inventory, load_rules(lang, a.options.rules_dir), texts_in(lang))
        for lang in LANGUAGES
    }
    findings = Findings(a, terms, narrators)
    stages = terms.use(*ordered(a, TPG + "purchaseStages"))
    categories = terms.use(*ordered(a, TPG + "touchpointCategories"))
    modalities = terms.use(*ordered(a, TPG + "modalities"))
    data: dict[str, Any] = {
        "schema": 1,
        "generator": f"tpgraph {__version__}",
        "as_of": a.inventory.as_of.isoformat(),
        "lang": a.lang,
        "langs": list(LANGUAGES),
        "company": {
            "iri": a.inventory.company.iri,
            "name": company_title(a.inventory),
            "facts": _company_facts(a, terms),
        },
        "stages": stages,
        "categories": categories,
        "modalities": modalities,
        "touchpoints": Touchpoints(a, terms).told(),
        "findings": findings.told(),
        "recommendations": Recommendations(a, terms, narrators).told(),
        "matrix": _matrix(a),
        "plots": plots(a, terms),
        "network": _network(a, terms),
        "counts": {str(k): n for k, n in a.counts.items()},
    }
    data["concepts"], data["labels"] = terms.told(a.narrator.names)
    data["rules"] = findings.rules()
    data["texts"] = _texts(narrators)
    data["queries"] = queries(a)
    return data


def _company_facts(analysis: Conclusions, terms: Terms) -> list[dict[str, Any]]:
    company = analysis.inventory.company
    facts: list[dict[str, Any]] = [
        {"key": key, "values": [terms.value(x.iri, x.literal) for x in values]}
        for key, values in company.values.items()
    ]
    if company.complete:
        columns = [v.COLUMNS[c].iri for c in company.complete]
        facts.append({"key": "complete", "values": terms.use(*columns)})
    return facts


def _texts(narrators: Mapping[str, Narrator]) -> dict[str, dict[str, str]]:
    """Short texts that the page fills in itself."""
    return {
        key: {lang: n.texts.table[key] for lang, n in narrators.items()}
        for key in (*SETTLE_TEXTS, *_MEASURE_TEXTS)
    } | {key: {lang: phrases_in(lang)[key] for lang in narrators} for key in _MARKS}


def _matrix(analysis: Conclusions) -> dict[str, Any]:
    matrix = coverage(analysis)
    return {
        "counts": [[len(cell) for cell in row] for row in matrix.cells],
        "stage_heads": [_head(h) for h in matrix.stages],
        "category_heads": [_head(h) for h in matrix.categories],
    }


def _head(head: Head) -> dict[str, Any]:
    return {"iri": head.iri, "status": head.status, "finding": head.finding, "count": head.count}


def _network(analysis: Conclusions, terms: Terms) -> dict[str, Any]:
    graph = network(analysis)
    places = positions(graph)
    groups: Mapping[str, str] = dict(graph.nodes(data="group"))
    terms.use(
        *(n for n, g in groups.items() if g in ("kind", "stage", "category", "modality", "goal"))
    )
    return {
        "nodes": [
            {"id": n, "group": groups[n], "x": places[n][0], "y": places[n][1]} for n in graph
        ],
        "edges": [{"from": s, "to": o, "kind": kind} for s, o, kind in graph.edges(data="kind")],
    }
