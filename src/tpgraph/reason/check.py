"""Checks an inventory against the ontology: what its cells state and its kinds forbid."""

from __future__ import annotations

import difflib
from dataclasses import replace

from tpgraph import vocabulary as v
from tpgraph.inventory.graph import InventoryGraph, cell_places
from tpgraph.inventory.messages import did_you_mean, problem
from tpgraph.model import Inventory, Problem
from tpgraph.phrases import Quoted, Term, phrase, shown
from tpgraph.reason.ask_checks import ask_checks
from tpgraph.reason.findings import Narrator, named_terms
from tpgraph.resources import ontology_dir


def check_kinds(
    inventory: Inventory, graph: InventoryGraph, engine: str = "oxigraph"
) -> list[Problem]:
    """Contradictions between a cell and its touchpoint's kind, in the order of the rows.

    A stated value that the kind excludes is an error; a necessary value that the cell leaves out
    is a warning, since the cell is taken at its word.
    """
    rows = {row.iri: row for row in inventory.touchpoints}
    columns = {column.iri: name for name, column in v.COLUMNS.items()}
    found: dict[tuple[str, str, str, str], Problem] = {}
    checks = {
        code: (ontology_dir() / "checks" / f"{code}.rq").read_text(encoding="utf-8")
        for code in ("contradicts-kind", "leaves-out-necessary")
    }
    for code, answers in ask_checks(graph, checks, engine).items():
        for touchpoint, column, value, kind in answers:
            row, name = rows[touchpoint], columns[column]
            written = [x.text for x in row.values.get(name, ())]
            place = replace(cell_places(row, name)[0], note=None)
            wrong = problem(
                code,
                place,
                value="|".join(written),
                name=shown(row.name),
                what=Quoted(Term(value)),
                kind=Quoted(Term(kind)),
            )
            found.setdefault((code, touchpoint, name, value), wrong)
    in_order = sorted(found.items(), key=lambda item: (item[1].place.row or 0, item[0]))
    return [wrong for _, wrong in in_order]


def check_accepts(inventory: Inventory, narrator: Narrator) -> list[Problem]:
    """Acceptances that can accept nothing: of no rule, of nothing known, or past their day."""
    rules = [rule.name for rule in narrator.rules.gaps]
    found = []
    for accept in inventory.company.accepts:
        if accept.rule not in rules:
            near = difflib.get_close_matches(accept.rule, rules, n=3, cutoff=0.4)
            mend = did_you_mean(near) if near else phrase("mend.rules", rules=tuple(rules))
            found.append(problem("accept-rule", accept.place, value=accept.rule, mend=mend))
        for name in accept.concerns:
            if not named_terms(name, narrator):
                found.append(problem("accept-concerns", accept.place, value=name))
        if accept.until is not None and accept.until < inventory.as_of:
            day = accept.until.isoformat()
            found.append(problem("accept-over", accept.place, value=accept.rule, day=day))
    return found
