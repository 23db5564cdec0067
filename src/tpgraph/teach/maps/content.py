"""What is on a concept map: what the ontology says of a term, and of the terms next to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tpgraph.query.names import SKOS, TOUCHPOINT, TPG
from tpgraph.query.terms import Book, book
from tpgraph.reason.texts import texts_in
from tpgraph.teach.concept_map import Branch, Node
from tpgraph.teach.disputes import Disputes
from tpgraph.teach.values import kind_values

# Terms behind a linking word of the second step: enough for an idea.
_EXAMPLES = 4
# Yes-or-no values are no terms to draw.
_COLUMNS = ("category", "stage", "goal", "modality", "contactForm", "ownership", "media")
_DOCUMENT_TALK = ("typical", "exampleOf")
_SETTLED = frozenset(
    SKOS + name for name in ("member", "inScheme", "broader", "narrower", "related")
)


def tree(topic: str, language: str, branch_max: int) -> Node:
    """The term with its branches, each term of which has branches of its own where it helps."""
    return _Content(book(), language, branch_max).root(topic)


class _Content:
    def __init__(self, b: Book, language: str, branch_max: int) -> None:
        self.b = b
        self.language = language
        self.branch_max = branch_max
        self.words = texts_in(language, "map")
        self.disputes = Disputes(b)

    def root(self, iri: str) -> Node:
        sort = self.b.sorts[iri]
        if sort == "scheme":
            members = self.b.schemes.get(iri, ())
            branches = [self._branch(self.words("includes"), SKOS + "member", members, iri)]
        elif sort == "kind":
            branches = list(self._of_kind(iri))
        else:
            branches = list(self._of_concept(iri))
        return self._with(self._node(iri, iri), branches)

    def _of_kind(self, iri: str) -> Iterator[Branch]:
        card = self.b.term(iri)
        above = [k for k in card.broader if k in self.b.kinds]
        yield self._branch(self.words("kind-of"), SKOS + "broader", above, iri, deeper=False)
        for stated in _COLUMNS:
            values = dict.fromkeys(
                v.value for v in card.values if v.property == TPG + stated and v.how != "impossible"
            )
            if len(values) and iri != TOUCHPOINT:
                word = self.b.column_label(TPG + stated, self.language)
                yield self._branch(word, TPG + stated, values, iri, deeper=False)
        below = [k for k in card.narrower if k in self.b.kinds]
        yield self._branch(self.words("kinds"), SKOS + "narrower", below, iri)
        yield from self._said(iri)

    def _of_concept(self, iri: str) -> Iterator[Branch]:
        card = self.b.term(iri)
        scheme = [s for s in (card.scheme,) if s]
        word = self.words("belongs-to")
        yield self._branch(word, SKOS + "inScheme", scheme, iri, deeper=False)
        for relation, terms in (("broader", card.broader), ("related", card.related)):
            shown = [t for t in terms if t in self.b.sorts]
            word = self.words(relation)
            yield self._branch(word, SKOS + relation, shown, iri, deeper=False)
        below = [t for t in card.narrower if t in self.b.sorts]
        yield self._branch(self.words("kinds"), SKOS + "narrower", below, iri)
        examples = self._examples(iri)
        yield self._branch(self.words("example"), SKOS + "example", examples, iri, deeper=False)
        yield from self._said(iri)

    def _said(self, iri: str) -> Iterator[Branch]:
        """What the documents say besides, relation by relation."""
        objects: dict[str, dict[str, None]] = {}
        for said in self.b.said_about.get(iri, ()):
            talk = (said.relation or "").removeprefix(TPG)
            if talk.startswith(_DOCUMENT_TALK) or not said.relation:
                continue
            if said.object in self.b.sorts:
                objects.setdefault(said.relation, {})[said.object] = None
        for relation, terms in objects.items():
            word = self.b.label(relation, self.language)
            yield self._branch(word, relation, terms, iri, deeper=False)

    def _branch(
        self, word: str, relation: str, terms: Iterable[str], of: str, *, deeper: bool = True
    ) -> Branch:
        terms = list(terms)
        nodes = []
        for term in terms[: self.branch_max]:
            node = self._node(term, of, relation)
            if deeper:
                node = self._with(node, [self._second(term)])
            nodes.append(node)
        return Branch(word, relation, tuple(nodes), len(terms) - len(nodes))

    def _second(self, iri: str) -> Branch:
        """The second step: kinds below a kind, examples of a concept."""
        if iri in self.b.kinds:
            word, relation = "kinds", "narrower"
            found = [k for k in self.b.term(iri).narrower if k in self.b.kinds]
        else:
            word, relation = "example", "example"
            found = self._examples(iri)
        nodes = tuple(self._node(k, iri, SKOS + relation) for k in found[:_EXAMPLES])
        more = len(found) - len(nodes) if relation == "narrower" else 0
        return Branch(self.words(word), SKOS + relation, nodes, more)

    def _examples(self, value: str) -> list[str]:
        """Kinds of this value, those of which a document says so first; then most general first."""
        found = []
        for kind, values in kind_values(self.b).items():
            for held in values:
                if held.value == value and held.how != "impossible":
                    own = [self.b.statements[s].about == kind for s in held.said]
                    found.append((not any(own), not held.said, kind))
                    break
        found.sort(key=lambda item: item[:2])
        stated = [s.about for s in self.b.said_with.get(value, ()) if s.relation == _EXAMPLE_OF]
        known = [kind for *_, kind in found]
        return known or list(dict.fromkeys(t for t in stated if t in self.b.sorts))

    def _node(self, iri: str, of: str, relation: str = "") -> Node:
        # Of a list's members and of what is more general nobody disagrees.
        is_open = of != iri and relation not in _SETTLED and self.disputes.names_both(of, iri)
        return Node(f"{of}>{iri}", iri, self.b.label(iri, self.language), disputed=is_open)

    @staticmethod
    def _with(node: Node, branches: Iterable[Branch]) -> Node:
        kept = tuple(branch for branch in branches if branch.nodes)
        return Node(node.key, node.iri, node.label, kept, node.disputed)


_EXAMPLE_OF = TPG + "exampleOf"
