"""What a live page carries besides its snapshot: facts, rules and what edits are made of."""

from __future__ import annotations

from typing import Any

from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import LANGUAGES
from tpgraph.query.terms import book
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.findings import Narrator
from tpgraph.reason.infer import runtime_facts
from tpgraph.reason.outcome import ended_by_retiring
from tpgraph.reason.rules import Rule, load_rules
from tpgraph.reason.texts import texts_in
from tpgraph.views.live.asked import asked_data
from tpgraph.views.live.cells import cell_table, kind_table
from tpgraph.views.live.saving import saved_parts
from tpgraph.views.snapshot.findings import rule_texts
from tpgraph.views.snapshot.terms import TPG, Terms
from tpgraph.vocabulary import COLUMNS


def live_data(analysis: Conclusions) -> dict[str, Any]:
    """What the page's engine and its what-if need, as one JSON object.

    ``ontology`` and ``inventory`` are N-Triples, ``rules`` the rule files as they are; ``columns``
    and ``kinds`` say which triples a cell or a new touchpoint comes to; ``save`` holds the cells
    and the company file that are written back, ``asked`` what queries need besides. Findings of
    one audience cannot be tried out here.
    """
    a = analysis
    terms = Terms()
    narrators = {
        lang: Narrator(a.inventory, load_rules(lang, a.options.rules_dir), texts_in(lang))
        for lang in LANGUAGES
    }
    columns, kinds = cell_table(a.inventory, terms), kind_table(a.inventory, terms)
    # What a finding that edits bring about may name.
    terms.use(*(column.iri for column in COLUMNS.values()))
    terms.use(*book().schemes[TPG + "thresholdSources"])
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
        "labels": labels,
        "save": saved_parts(a.inventory),
        "asked": asked_data(a),
    }


def _files(rules: tuple[Rule, ...]) -> list[dict[str, str]]:
    return [{"name": rule.name, "text": rule.text} for rule in rules]
