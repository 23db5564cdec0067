"""On what the documents disagree: a term and a value that nobody may be marked for."""

from __future__ import annotations

from functools import cached_property

from tpgraph.query.names import TPG
from tpgraph.query.terms import Book


class Disputes:
    """The disagreements of an ontology, asked by pairs of terms."""

    def __init__(self, b: Book) -> None:
        self.b = b

    @cached_property
    def _terms(self) -> dict[str, frozenset[str]]:
        """The terms that each disagreement is on; all that its readings name where it says none."""
        found = {}
        for iri, readings in self.b.disagreements.items():
            terms = set(self.b.iris(iri, TPG + "onTerm"))
            if not terms:
                said = [self.b.statements[s] for s in readings]
                terms = {t for s in said for t in (s.about, s.object) if t}
            found[iri] = frozenset(terms)
        return found

    @cached_property
    def _partners(self) -> dict[str, frozenset[str]]:
        """Each term to those that a disagreement, or a reading of one, connects it with."""
        found: dict[str, set[str]] = {}
        for terms in self._terms.values():
            for term in terms:
                found.setdefault(term, set()).update(terms)
        for readings in self.b.disagreements.values():
            for said in (self.b.statements[s] for s in readings):
                if said.object:
                    found.setdefault(said.about, set()).add(said.object)
        return {term: frozenset(others - {term}) for term, others in found.items()}

    def on(self, term: str) -> tuple[str, ...]:
        """The disagreements that are on a term."""
        return tuple(iri for iri, terms in self._terms.items() if term in terms)

    def names_both(self, term: str, value: str) -> bool:
        """Whether one disagreement is on both terms."""
        return any({term, value} <= terms for terms in self._terms.values())

    def is_open(self, term: str, value: str, scheme: str | None = None) -> bool:
        """Whether the documents disagree on a value of a term.

        So it is where one disagreement is on both, or on the term and on the scheme of the value,
        or where one of the readings is just this.
        """
        partners = self._partners.get(term, frozenset())
        return value in partners or (scheme is not None and scheme in partners)
