"""What a live page carries besides its snapshot: facts, rules and what edits are made of."""

from __future__ import annotations

from typing import Any

from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import LANGUAGES
from tpgraph.query.terms import book
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.findings import Narrator
from tpgraph.reason.infer import DERIVED, runtime_facts
from tpgraph.reason.outcome import ended_by_retiring
from tpgraph.reason.rules import Rule, load_rules
from tpgraph.reason.texts import texts_in
from tpgraph.views.live.asked import asked_data
from tpgraph.views.live.cells import cell_table, kind_table
from tpgraph.views.live.company import company_table
from tpgraph.views.live.proving import accepted, places_of_facts, searched
from tpgraph.views.live.reading import kinds_in_names, reading_tables
from tpgraph.views.live.saving import saved_parts
from tpgraph.views.live.trying import placeholders
from tpgraph.views.snapshot.findings import rule_texts
from tpgraph.views.snapshot.terms import TPG, Terms
from tpgraph.vocabulary import COLUMNS


def live_data(analysis: Conclusions) -> dict[str, Any]:
    """What the page's engine and its what-if need, as one JSON object.

    ``ontology`` and ``inventory`` are N-Triples, ``rules`` the rule files as they are; ``columns``,
    ``kinds``, ``company``, ``reading`` and ``named`` say which triples an edit comes to;
    ``places``, ``searched`` and ``accepted`` what is said of a finding; ``placeholders`` what
    stands for unknown facts where advice is tried; ``save`` holds the cells and the company file
    that are written back, ``asked`` what queries need besides. Findings of one audience cannot be
    tried out here.
    """
    a = analysis
    terms = Terms()
    narrators = {
        lang: Narrator(a.inventory, load_rules(lang, a.options.rules_dir), texts_in(lang))
        for lang in LANGUAGES
    }
    columns, kinds = cell_table(a.inventory, terms), kind_table(a.inventory, terms)
    company = company_table(a.inventory, terms)
    # What a finding that edits bring about may name.
    terms.use(*(column.iri for column in COLUMNS.values()))
    terms.use(*filter(None, map(a.narrator.area_term, COLUMNS)))
    terms.use(*book().schemes[TPG + "thresholdSources"], *book().schemes[TPG + "platforms"])
    terms.use(*(TPG + name for name in DERIVED))
    terms.use(*(c for c, _, _ in a.inference.engine.triples(p=TPG + "definedByValue")))
    rules = a.rules
    told = {r.name: rule_texts(r.name, narrators) for r in rules.gaps if r.name in rules.entries}
    labels = terms.told(a.narrator.names)[1]
    return {
        "ontology": runtime_facts().decode(),
        "inventory": inventory_graph(a.inventory).ntriples.decode(),
        "rules": {"classify": _files(rules.classify), "gaps": _files(rules.gaps)},
        "rule_texts": told,
        "ended_by_retiring": sorted(ended_by_retiring(rules)),
        "columns": columns,
        "kinds": kinds,
        "company": company,
        "reading": reading_tables(),
        "named": kinds_in_names(a.inventory),
        "places": places_of_facts(a),
        "searched": searched(rules, rules.gaps),
        "accepted": accepted(a.inventory, a.narrator),
        "labels": labels,
        "placeholders": placeholders(a.inventory),
        "save": saved_parts(a.inventory),
        "asked": asked_data(a),
    }


def _files(rules: tuple[Rule, ...]) -> list[dict[str, str]]:
    return [{"name": rule.name, "text": rule.text} for rule in rules]
