"""Puts items into words: stems that no name has to be declined for, answers, and why."""

from __future__ import annotations

from tpgraph.phrases import Quoted
from tpgraph.query.names import SKOS, TPG, local_name
from tpgraph.query.terms import Book
from tpgraph.reason.texts import texts_in
from tpgraph.teach.chance import Chance
from tpgraph.teach.quiz.hints import hidden
from tpgraph.teach.quiz.model import CANNOT_BE_SAID, Fact, Item, Option, Question
from tpgraph.views.sayings import sentence
from tpgraph.views.wording import direction

DEFINITION = SKOS + "definition"
# Facts of one value that an explanation repeats.
_FACTS_MAX = 6


class Wording:
    """The words of one language; calling it with an item gives the question."""

    def __init__(self, b: Book, language: str, seed: int) -> None:
        self.b = b
        self.language = language
        self.seed = seed
        self.t = texts_in(language, "quiz")

    def __call__(self, item: Item) -> Question:
        """The question, with its answers mixed: in the same way in every language."""
        chance = Chance(f"{self.seed}|{item.id}")
        answers = [
            *((iri, True) for iri in item.right if item.form == "choice"),
            *((iri, False) for iri in item.wrong),
        ]
        if item.form == "true-false":
            options = tuple(
                Option(self.t(name), name, item.truth == (name == "true"))
                for name in ("true", "false")
            )
        else:
            mixed = chance.shuffled(answers)
            # That nothing can be said stands last, wherever it is offered.
            mixed.sort(key=lambda answer: answer[0] == CANNOT_BE_SAID)
            options = tuple(Option(self.answer(iri), iri, right) for iri, right in mixed)
        paired = item.right if item.form == "pairs" else ()
        sequence = item.right if item.form == "order" else ()
        return Question(
            item=item,
            title=self.t(f"kind.{item.kind}"),
            stem=self.stem(item),
            options=options,
            pairs=tuple((self.label(term), self.masked(term)) for term in paired),
            sequence=tuple(self.label(term) for term in sequence),
            mixed=tuple(_mixed(len(paired or sequence), chance)),
            explanation=self.explanation(item),
        )

    # ----------------------------------------------------------------------------------- names

    def label(self, iri: str) -> str:
        """A term's label."""
        return self.b.label(iri, self.language)

    def quoted(self, iri: str) -> str:
        """A term's label between quotation marks."""
        return Quoted(self.label(iri)).text(self.language)

    def answer(self, iri: str) -> str:
        """An answer to choose."""
        return self.t("case.cannot") if iri == CANNOT_BE_SAID else self.label(iri)

    def masked(self, term: str) -> str:
        """A term's definition without the words of its name."""
        text = self.b.texts(term, DEFINITION).get(self.language, "")
        return hidden(text, self.label(term), self.t("hidden"))[0]

    # ----------------------------------------------------------------------------------- stems

    def stem(self, item: Item) -> str:
        """What is asked."""
        if item.kind == "case":
            return self._case(item)
        key = item.kind if item.kind not in ("stage", "value", "statement") else ""
        key = key or local_name(item.prop)
        slots: dict[str, object] = {"subject": self.quoted(item.subject)}
        if item.kind in ("odd-one-out", "true-false"):
            slots |= {"column": self.column(item.prop), "value": self.quoted(item.shown[0])}
        elif item.kind == "definition":
            slots["definition"] = self.masked(item.subject)
        elif item.kind == "discussion":
            slots["definition"] = self.b.texts(item.subject, DEFINITION).get(self.language, "")
        elif item.kind == "order":
            slots["scheme"] = self.quoted(item.subject)
        return self.t(f"ask.{key}", **slots)

    def column(self, prop: str) -> str:
        """What a property is called, of one value."""
        name = f"column.{local_name(prop)}"
        return self.t(name) if name in self.t.table else self.b.column_label(prop, self.language)

    def _case(self, item: Item) -> str:
        lines = [self.t("case.complete" if item.truth else "case.open")]
        for kind in item.shown:
            if item.level == "easy":
                values = [self.label(f.value) for f in item.facts if f.subject == kind]
                told = self.t(
                    "case.item.value", name=self.label(kind), values=self.t.parted(values)
                )
            else:
                told = self.t("case.item", name=self.label(kind))
            lines.append(told)
        lines.append(self.t(f"case.ask.{local_name(item.prop)}"))
        return "\n".join(lines)

    # ------------------------------------------------------------------------------------- why

    def explanation(self, item: Item) -> str:
        """Why the answer is right, and where that is said."""
        if item.kind == "discussion":
            return self._discussed(item)
        if item.prop == DEFINITION:
            return "\n".join(self._defined(term) for term in item.right)
        if item.kind == "order":
            order = self.t("order.why", order=self.t.parted(self.label(t) for t in item.right))
            return f"{order} {self._named(item.subject)}"
        lines = []
        if item.kind == "case":
            key = "case.why.gap" if item.truth else "case.why.unknown"
            lines.append(self.t(key, value=self.quoted(item.subject)))
        lines += [self.fact(fact) for fact in item.facts[: max(_FACTS_MAX, len(item.shown))]]
        return "\n".join(lines)

    def fact(self, fact: Fact) -> str:
        """A fact with the statement that bears it out, or that it is our own judgement."""
        source = self.source(fact.said[0]) if fact.said else self.t("source.own")
        return f"{self.told(fact)} {source}"

    def told(self, fact: Fact) -> str:
        """A fact, and from which broader kind it follows."""
        column = self.label(fact.prop) if fact.how == "stated" else self.column(fact.prop)
        told = self.t(
            f"fact.{fact.how}",
            subject=self.quoted(fact.subject),
            column=column,
            value=self.quoted(fact.value),
        )
        if fact.of == fact.subject:
            return told
        return f"{told} {self.t('fact.from', kind=self.quoted(fact.of))}"

    def source(self, iri: str) -> str:
        """A statement's place and words."""
        said = self.b.statements[iri]
        return self.t(
            "source.said",
            document=self.label(said.source),
            line=said.line or 0,
            words=Quoted(self._isolated(said.words)).text(self.language),
            statement=self._isolated(local_name(iri)),
        )

    def _isolated(self, text: str) -> str:
        """Words of another direction, kept from turning what stands around them."""
        return f"\u2068{text}\u2069" if direction(self.language) == "rtl" else text

    def _defined(self, term: str) -> str:
        definition = self.b.texts(term, DEFINITION).get(self.language, "")
        told = self.t("fact.definition", term=self.label(term), definition=definition)
        return f"{told} {self._named(term)}"

    def _named(self, term: str) -> str:
        sources = [self.label(s) for s in self.b.term(term).sources if s != _OWN]
        if not sources:
            return self.t("source.own")
        return self.t("source.named", documents=self.t.parted(sources))

    def _discussed(self, item: Item) -> str:
        treatment = self.b.texts(item.subject, TPG + "treatment").get(self.language, "")
        lines = [self.t("readings"), *(self._reading(iri) for iri in item.shown)]
        return "\n".join([*lines, self.t("treatment", treatment=treatment)])

    def _reading(self, iri: str) -> str:
        """What a statement says, for whoever cannot read its document, and where it stands."""
        said = sentence(self.b.statements[iri], self.b, self.language)
        return f"{said if said.endswith('.') else f'{said}.'} {self.source(iri)}"


_OWN = TPG + "tpgraphMethod"


def _mixed(count: int, chance: Chance) -> list[int]:
    """The numbers from 0 on in another order than theirs, where there are two or more."""
    numbers = list(range(count))
    found = chance.shuffled(numbers)
    return found if found != numbers else found[::-1]
