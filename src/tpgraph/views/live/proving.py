"""By what the page proves what it finds: places of facts, what rules search, what is accepted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tpgraph.model import Inventory
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.findings import Narrator, named_terms
from tpgraph.reason.rules import Rule, RuleSet
from tpgraph.text import normalise
from tpgraph.vocabulary import COLUMNS


def places_of_facts(analysis: Conclusions) -> list[list[Any]]:
    """Where each asserted fact stands: subject, predicate, object, then a list for each place.

    Such a list holds file, sheet, row, column and note. A fact that stands nowhere has none.
    """
    return [
        [
            *(fact.s, fact.p, fact.o),
            *([p.file, p.sheet, p.row, p.column, p.said_note()] for p in fact.places),
        ]
        for fact in analysis.asserted.facts.values()
    ]


def searched(rules: RuleSet, gaps: Iterable[Rule]) -> dict[str, Any]:
    """Of each rule the pattern that decides, and the columns by which its facts are inferred."""
    return {
        rule.name: {
            "sought": rules.entries[rule.name].sought or None,
            "needs": [COLUMNS[c].iri for c in rules.entries[rule.name].needs if c in COLUMNS],
        }
        for rule in gaps
        if rule.name in rules.entries
    }


def accepted(inventory: Inventory, narrator: Narrator) -> list[dict[str, Any]]:
    """What the company accepts to this day: the rule, the things by IRI and by name, the reason."""
    return [
        {
            "rule": a.rule,
            "all": not a.concerns,
            "iris": sorted({iri for name in a.concerns for iri in named_terms(name, narrator)}),
            "names": [normalise(name) for name in a.concerns],
            "said": {"reason": a.reason, "until": a.until and a.until.isoformat()},
        }
        for a in inventory.company.accepts
        if a.until is None or a.until >= inventory.as_of
    ]
