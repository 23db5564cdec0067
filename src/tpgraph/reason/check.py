"""Checks an inventory against the ontology: what its cells state and its kinds forbid."""

from __future__ import annotations

import difflib
from dataclasses import replace

from tpgraph import vocabulary as v
from tpgraph.inventory.graph import cell_places
from tpgraph.model import Inventory, Problem
from tpgraph.reason.findings import Narrator, named_terms
from tpgraph.reason.infer import Inference, lexical
from tpgraph.resources import ontology_dir


def check_kinds(inventory: Inventory, inference: Inference, narrator: Narrator) -> list[Problem]:
    """Contradictions between a cell and its touchpoint's kind, in the order of the rows.

    A stated value that the kind excludes is an error; a necessary value that the cell leaves out
    is a warning, since the cell is taken at its word.
    """
    rows = {row.iri: row for row in inventory.touchpoints}
    columns = {column.iri: name for name, column in v.COLUMNS.items()}
    found: dict[tuple[str, str, str, str], Problem] = {}
    for code in ("contradicts-kind", "leaves-out-necessary"):
        text = (ontology_dir() / "checks" / f"{code}.rq").read_text(encoding="utf-8")
        for cells in inference.engine.select(text).rows:
            touchpoint, column, value, kind = (lexical(c) if c else "" for c in cells)
            row, name = rows[touchpoint], columns[column]
            written = [x.text for x in row.values.get(name, ())]
            place = replace(cell_places(row, name)[0], note=None)
            what, kind_label = narrator.label(value), narrator.label(kind)
            if code == "contradicts-kind":
                problem = Problem(
                    code,
                    "error",
                    f"{row.name!r} is said to be {what!r}, "
                    f"but {kind_label!r} cannot be that by its nature.",
                    f"Take {what!r} out of {name}, or choose another type.",
                    place,
                    "|".join(written),
                )
            else:
                problem = Problem(
                    code,
                    "warning",
                    f"{row.name!r} is not said to be {what!r}, "
                    f"but {kind_label!r} always is by its nature.",
                    f"Add {what!r} to {name}, or choose another type. "
                    "Until then the cell counts as it is.",
                    place,
                    "|".join(written),
                )
            found.setdefault((code, touchpoint, name, value), problem)
    return sorted(found.values(), key=lambda p: (p.place.row or 0, p.code, p.message))


def check_accepts(inventory: Inventory, narrator: Narrator) -> list[Problem]:
    """Acceptances that can accept nothing: of no rule, of nothing known, or past their day."""
    rules = [rule.name for rule in narrator.rules.gaps]
    found = []
    for accept in inventory.company.accepts:
        if accept.rule not in rules:
            near = difflib.get_close_matches(accept.rule, rules, n=3, cutoff=0.4)
            hint = f"Did you mean {', '.join(near)}?" if near else f"Rules: {', '.join(rules)}."
            message = f"[[accept]] names a rule that there is not: {accept.rule!r}."
            found.append(Problem("accept-rule", "error", message, hint, accept.place, accept.rule))
        for name in accept.concerns:
            if not named_terms(name, narrator):
                message = f"[[accept]] concerns {name!r}, but nothing is called that."
                mend = "Write the touchpoint's name as listed, or a term's label in any language."
                found.append(
                    Problem("accept-concerns", "warning", message, mend, accept.place, name)
                )
        if accept.until is not None and accept.until < inventory.as_of:
            message = f"[[accept]] of {accept.rule} held until {accept.until}; it no longer counts."
            mend = "Give a later day, or take it out."
            found.append(Problem("accept-over", "note", message, mend, accept.place, accept.rule))
    return found
