"""Tables of the units, taken from the ontology: each entry with the statements behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tpgraph.query.names import SKOS, TPG
from tpgraph.query.terms import Book, Said
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.texts import texts_in
from tpgraph.teach.course.model import Cell, Dispute, Piece, Table
from tpgraph.teach.values import kind_values
from tpgraph.views.coverage import Head, coverage

_SHOWN = 6  # kinds in a cell of which there are many more


class Tables:
    """The tables in the words of one language."""

    def __init__(self, b: Book, language: str) -> None:
        self.b = b
        self.language = language
        self.t = texts_in(language, "course")

    # ---------------------------------------------------------------------------------- cells

    def label(self, iri: str) -> str:
        """A term's label."""
        return self.b.label(iri, self.language)

    def named(self, iri: str, said: Sequence[str] = ()) -> Piece:
        """A term with what bears out that it stands here, one statement a line."""
        places = {(s.source, s.line): s.iri for s in (self.b.statements[i] for i in said)}
        return Piece(self.label(iri), tuple(places.values()))

    def definition(self, iri: str) -> str:
        """A term's definition."""
        return self.b.texts(iri, SKOS + "definition").get(self.language, "")

    def told(self, key: str, **slots: object) -> Cell:
        """A text of the course as a cell."""
        return (Piece(self.t(key, **slots)),)

    def grouped(self, statements: Iterable[Said], *, by_object: bool = False) -> Cell:
        """The terms that statements are about (or say of one term), each once, as they come."""
        found: dict[str, list[str]] = {}
        for said in statements:
            term = said.object if by_object else said.about
            if term is not None:
                found.setdefault(term, []).append(said.iri)
        return tuple(self.named(term, said) for term, said in found.items())

    def examples(self, value: str, typical: str) -> Cell:
        """What documents say to be of a value; that they name none where they do not."""
        said = [s for s in self.b.said_with.get(value, ()) if s.relation == TPG + typical]
        return self.grouped(said) or self.told("none-named")

    # --------------------------------------------------------------------------------- tables

    def of_scheme(self, scheme: str, typical: str, terms: Sequence[str] = ()) -> Table:
        """The terms of a scheme: name, definition, and the examples that documents give."""
        return Table(
            self.label(TPG + scheme),
            (self.t("head.term"), self.t("head.meaning"), self.t("head.examples")),
            tuple(
                (
                    (self.named(term),),
                    (Piece(self.definition(term)),),
                    self.examples(term, typical),
                )
                for term in terms or self.b.schemes[TPG + scheme]
            ),
        )

    def several_categories(self) -> Table:
        """The kinds of touchpoint that are in two categories or more."""
        rows: list[tuple[Cell, ...]] = []
        for kind, values in kind_values(self.b).items():
            own = [v for v in values if v.property == TPG + "category" and v.how != "impossible"]
            if len({v.value for v in own}) > 1:
                ordered = sorted(own, key=lambda v: self.b.place(v.value))
                cell = tuple(self.named(v.value, v.said) for v in ordered)
                rows.append(((self.named(kind),), cell))
        rows.sort(key=lambda row: (not any(piece.said for piece in row[1]), row[0][0].text))
        heads = (self.t("head.kind"), self.t("head.categories"))
        return Table(self.t("table.several"), heads, tuple(rows))

    def nature_or_habit(self) -> Table:
        """Of each modality some kinds that have it always, and some that have it usually."""
        rows = []
        for modality in self.b.schemes[TPG + "modalities"]:
            cells = [self._some(self.kinds_with(modality, how)) for how in ("necessary", "usual")]
            rows.append(((self.named(modality),), *cells))
        heads = (self.t("head.modality"), self.t("head.nature"), self.t("head.habit"))
        return Table(self.t("table.nature"), heads, tuple(rows))

    def two_questions(self) -> Table:
        """Kinds by modality and contact form, which do not depend on one another."""
        forms = self.b.schemes[TPG + "contactForms"]
        rows = []
        for modality in ("physical", "virtual"):
            here = dict(self.kinds_with(TPG + modality))
            cells = []
            for form in forms:
                # Half a proof is none: both answers have to be said.
                both = [
                    (kind, (*said, *here[kind]) if said and here[kind] else ())
                    for kind, said in self.kinds_with(form)
                    if kind in here
                ]
                cells.append(self._some(sorted(both, key=lambda pair: not pair[1])))
            rows.append(((self.named(TPG + modality),), *cells))
        heads = (self.t("head.modality"), *(self.label(form) for form in forms))
        return Table(self.t("table.two-questions"), heads, tuple(rows))

    def kinds_with(self, value: str, how: str = "") -> list[tuple[str, tuple[str, ...]]]:
        """Kinds that have a value, always or usually, with the statements that say so.

        Those of which a document says so come first.
        """
        found = [
            (kind, held.said)
            for kind, values in kind_values(self.b).items()
            for held in values
            if held.value == value and held.how != "impossible" and how in ("", held.how)
        ]
        found.sort(key=lambda pair: not pair[1])
        return found

    def _some(self, kinds: Sequence[tuple[str, tuple[str, ...]]]) -> Cell:
        """The first of many kinds, and how many there are besides."""
        if not kinds:
            return self.told("none")
        pieces = [self.named(kind, said) for kind, said in kinds[:_SHOWN]]
        if more := len(kinds) - len(pieces):
            pieces.append(Piece(self.t("more", count=more)))
        return tuple(pieces)

    def principles(self) -> Table:
        """The principles and what each demands."""
        heads = (self.t("head.principle"), self.t("head.meaning"), self.t("head.demands"))
        rows = tuple(
            (
                (self.named(iri),),
                (Piece(self.definition(iri)),),
                self.grouped(
                    (s for s in self.b.said_about[iri] if s.relation == TPG + "demands"),
                    by_object=True,
                ),
            )
            for iri in self.b.schemes[TPG + "principles"]
        )
        return Table(self.label(TPG + "principles"), heads, rows)

    def steps(self) -> Table:
        """The steps of management and where documents speak of each."""
        heads = (self.t("head.step"), self.t("head.meaning"), self.t("head.places"))
        rows = []
        for iri in self.b.schemes[TPG + "managementSteps"]:
            said = [*self.b.said_about.get(iri, ()), *self.b.said_with.get(iri, ())]
            # One reference a line: several statements may stand on it.
            places = {(s.source, s.line): s.iri for s in reversed(said)}
            cell = (Piece("", tuple(places[place] for place in sorted(places))),)
            rows.append(((self.named(iri),), (Piece(self.definition(iri)),), cell))
        return Table(self.label(TPG + "managementSteps"), heads, tuple(rows))

    def matrix(self, analysis: Conclusions) -> Table:
        """The coverage matrix of a company: a count a cell, a status at each head."""
        found = coverage(analysis)
        headed: list[Cell] = [(Piece(self._headed(head)),) for head in found.categories]
        headed.append(self.told("no-category"))
        counts: list[tuple[Cell, ...]] = [
            (head, *((Piece(self._count(len(touchpoints))),) for touchpoints in cells))
            for head, cells in zip(headed, found.cells, strict=True)
        ]
        # The last column, of unknown stages, is left out where it is empty.
        width = len(found.stages) + (1 if any(row[-1] for row in found.cells) else 0)
        heads = [self._headed(stage) for stage in found.stages] + [self.t("head.no-stage")]
        return Table(
            self.t("table.matrix", company=analysis.inventory.company.name),
            (self.t("head.category"), *heads[:width]),
            tuple(tuple(row[: width + 1]) for row in counts),
        )

    def _headed(self, head: Head) -> str:
        return f"{head.label}\n({self.label(TPG + head.status)})"

    def _count(self, number: int) -> str:
        return str(self.t.shown(number))

    def dispute(self, name: str) -> Dispute:
        """A disagreement by its local name."""
        iri = TPG + name
        readings = [
            Piece(self._reading(self.b.statements[s]), (s,)) for s in self.b.disagreements[iri]
        ]
        return Dispute(
            label=self.label(iri),
            definition=self.definition(iri),
            treatment=self.b.texts(iri, TPG + "treatment").get(self.language, ""),
            readings=tuple(readings),
        )

    def _reading(self, said: Said) -> str:
        if sentence := said.sentences.get(self.language):
            return sentence
        parts = (self.label(i) for i in (said.about, said.relation, said.object) if i)
        return " – ".join(parts)
