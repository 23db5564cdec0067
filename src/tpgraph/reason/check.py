"""Checks an inventory against the ontology: every check of its catalogue, run over the graph."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from tpgraph import vocabulary as v
from tpgraph.inventory.graph import (
    COMPANY_PROPERTIES,
    InventoryGraph,
    bound_property,
    cell_places,
)
from tpgraph.inventory.messages import did_you_mean, problem
from tpgraph.model import Because, Inventory, Place, Problem, TouchpointRow
from tpgraph.phrases import Column, Slot, Term, Told, phrase
from tpgraph.reason.ask_checks import Result, ask_checks
from tpgraph.reason.because import Inferences
from tpgraph.reason.checks import load_checks
from tpgraph.reason.findings import Narrator, named_terms
from tpgraph.reason.infer import lexical
from tpgraph.store import Object

_TPG = v.NAMESPACE
_SHOWN_LENGTH = 60  # characters of a value that a message repeats
_SEVERITIES = ("error", "warning", "note")


def check_graph(
    inventory: Inventory, graph: InventoryGraph, narrator: Narrator, engine: str = "oxigraph"
) -> list[Problem]:
    """What is wrong or doubtful in the inventory as understood; in the order of its rows.

    What contradicts the ontology carries the steps of the inference.
    """
    teller = _Teller(inventory, graph, narrator)
    found: dict[tuple[str, str, str, str], Problem] = {}
    for result in ask_checks(graph, load_checks(), engine):
        said = (lexical(result.values[n]) for n in ("path", "value") if n in result.values)
        key = (result.check.name, result.this, *said)
        if key not in found:  # two kinds of one touchpoint may say the same
            found[key] = teller.problem(result)  # type: ignore[index]
    return sorted(
        found.values(),
        key=lambda p: (p.place.row or 0, _SEVERITIES.index(p.severity), p.code, p.message),
    )


class _Teller:
    """Puts what checks find into words, at the place where it stands."""

    def __init__(self, inventory: Inventory, graph: InventoryGraph, narrator: Narrator) -> None:
        self._inventory, self._graph, self._narrator = inventory, graph, narrator
        self._rows = {row.iri: row for row in inventory.touchpoints}
        company = inventory.company
        self._columns = {c.property_iri: name for name, c in v.COLUMNS.items()}
        self._columns[_TPG + "platform"] = "channel"
        self._keys = {iri: key for key, iri in COMPANY_PROPERTIES.items()}
        self._keys |= {bound_property(key): key for key in company.bounds}
        self._inferences: Inferences | None = None

    def problem(self, result: Result) -> Problem:
        """The problem of a result, said in the narrator's language."""
        check, path = result.check, lexical(result.values.get("path", ""))
        row = self._rows.get(result.this)
        column = self._column(path, row)
        slots: dict[str, Slot] = {
            name: self._said(value, row) for name, value in result.values.items() if name != "path"
        }
        slots |= {"this": self._said(result.this, row), "column": Column(column)}
        written = "|".join(x.text for x in row.values.get(column, ())) if row else ""
        return Problem(
            check.name,
            check.severity,
            self._place(result, path, column, row),
            written or None,
            {**slots, "message": Told(check.messages, slots), "mend": Told(check.mends, slots)},
            self._narrator.texts.language,
            self._because(result, row),
        )

    def _column(self, path: str, row: TouchpointRow | None) -> str:
        """The column of a touchpoint, or the key of the company, that a property stands for."""
        if row is None and path in self._keys:
            return self._keys[path]
        return self._columns.get(path) or self._narrator.label(path)

    def _said(self, value: Object, row: TouchpointRow | None) -> Slot:
        """A value as a message repeats it: a term, a name, or what the person wrote."""
        if isinstance(value, str):
            return self._narrator.names.get(value) or Term(value)
        written = (
            (x.text for xs in row.values.values() for x in xs if x.literal == value.value)
            if row
            else ()
        )
        text = " ".join(next((t for t in written if t), value.value).split())
        return f"{text[:_SHOWN_LENGTH].rstrip()}…" if len(text) > _SHOWN_LENGTH else text

    def _place(self, result: Result, path: str, column: str, row: TouchpointRow | None) -> Place:
        """Where the fact stands that is wrong, else the cell where it is missing."""
        value = lexical(result.values.get("value", ""))
        company = self._inventory.company
        place = self._graph.place_of(row, path, value)
        if place is not None:
            return Place(place.file, place.sheet, place.row, place.column)
        if row is not None:
            place = cell_places(row, column)[0]
            return Place(place.file, place.sheet, place.row, column)
        declared = company.complete.get(column, company.place)
        return Place(declared.file, declared.sheet, declared.row, declared.column)

    def _because(self, result: Result, row: TouchpointRow | None) -> tuple[Because, ...]:
        if result.check.name not in _EXPLAINED or row is None:
            return ()
        self._inferences = self._inferences or Inferences(self._narrator)
        types = row.values.get("type", ())
        place = types[0].place if types else None
        value = lexical(result.values["value"])
        if result.check.name == "kinds-exclude-each-other":
            other = lexical(result.values["other"])
            return self._inferences.exclusion(result.this, value, other, place)
        kind = lexical(result.values["kind"])
        if result.check.name == "contradicts-kind":
            return self._inferences.contradiction(result.this, kind, value, place)
        return self._inferences.necessity(result.this, kind, value, place)


_EXPLAINED = frozenset({"contradicts-kind", "kinds-exclude-each-other", "leaves-out-necessary"})


def without_repeats(problems: Sequence[Problem], read: Sequence[Problem]) -> list[Problem]:
    """``problems`` without what reading the same cell has said already, under the same code."""

    def cell(p: Problem) -> tuple[str, str | None, int | None, str | None]:
        return p.code, p.place.sheet, p.place.row, p.place.column

    known = {cell(p) for p in read}
    return [p for p in problems if cell(p) not in known]


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
