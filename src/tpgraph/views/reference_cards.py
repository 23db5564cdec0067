"""The cards of the reference in one language: texts, links and lists ready for the template.

Every function that gives markup escapes what it is given: an ontology may be somebody's own, and
hostile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import quote

from markupsafe import Markup

from tpgraph.model import LANGUAGES
from tpgraph.query.names import DCTERMS, SKOS, STATEMENT, TOUCHPOINT, TPG, local_name
from tpgraph.query.terms import Book, Said, Term, TextLists
from tpgraph.query.values import Value
from tpgraph.reason.catalogue import Entry
from tpgraph.views.sayings import fact_label
from tpgraph.views.wording import comma, direction, wording_in

# Status by term, property, language and text (``reason.translations.statuses``).
Statuses: TypeAlias = Mapping[tuple[str, str, str, str], str]
# A term and the terms below it.
Tree: TypeAlias = "tuple[str, list[Any]]"

_OURS = (TPG, STATEMENT)
RULE = "https://w3id.org/tpgraph/rule/"
_OUR_HOST = "https://w3id.org/tpgraph/"
_STATUSES = ("document", "native", "second-read", "drafted")
# From the strongest to the weakest: the legend's order, and the classes that mark a text.
_MARKS = {status: f"s{n}" for n, status in enumerate(_STATUSES)}
_CLASSES = {"definition": "def", "example": "aside", "scopeNote": "aside"}
_HOW = {
    "necessary": '<b class="always">{}</b>',
    "usual": "<em>{}</em>",
    "impossible": '<b class="never">{}</b>',
}
_MOST_NARROWER = 40
_MESSAGES = ("gapMessage", "unknownMessage", "okMessage", "adviceMessage", "caveat", "severityNote")


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """The values of one property: its label and lines of markup."""

    label: str
    lines: list[Markup]


class Cards:
    """What the template asks about terms, in one language."""

    def __init__(
        self, b: Book, rules: Mapping[str, Entry], statuses: Statuses, language: str
    ) -> None:
        self.b, self.rules, self.statuses, self.language = b, rules, statuses, language
        self.t = wording_in(language)
        counts = Counter(statuses.values())
        # The commonest goes without a mark, so that marks stand out.
        self.unmarked = counts.most_common(1)[0][0] if counts else ""
        self.marks = [
            ("" if s == self.unmarked else _MARKS[s], s) for s in _STATUSES if s in counts
        ]
        self._terms: dict[str, Term] = {}
        self._links: dict[str, Markup] = {}

    # --------------------------------------------------------------------------------- terms

    def term(self, iri: str) -> Term:
        """A term's card."""
        if iri not in self._terms:
            self._terms[iri] = self.b.term(iri)
        return self._terms[iri]

    def label(self, iri: str) -> str:
        """A term's name in the page's language."""
        return self.b.label(iri, self.language)

    def ordered(self, iris: Iterable[str]) -> list[str]:
        """Terms in the order of the language's alphabet."""
        return sorted(iris, key=lambda iri: (self.t.order(self.label(iri)), iri))

    def tree(self, root: str, within: frozenset[str] | None = None) -> Tree:
        """A kind with the kinds below it, or a concept with those of its scheme."""
        wanted = self.b.kinds if within is None else within

        def branch(iri: str, above: frozenset[str]) -> Tree:
            below = [i for i in self.term(iri).narrower if i in wanted and i not in above]
            return (iri, [branch(i, above | {iri}) for i in self.ordered(below)])

        return branch(root, frozenset({root}))

    def members(self, scheme: str) -> list[Tree]:
        """The terms of a scheme as trees: in the order of their positions, else of the alphabet."""
        within = frozenset(
            i for i in self.b.schemes[scheme] if self.b.sorts.get(i) in ("concept", "document")
        )
        tops = [i for i in self.b.schemes[scheme] if i in within]
        tops = [i for i in tops if not set(self.term(i).broader) & within] or tops
        if not any(self.b.text(i, TPG + "position") for i in tops):
            tops = self.ordered(tops)
        return [self.tree(i, within) for i in tops]

    @cached_property
    def anchors(self) -> dict[str, str]:
        """The anchor of every term, statement and rule: its local name, once each."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        rules = [RULE + name for name in self.rules]
        for iri in (*self.b.sorts, *self.b.statements, *rules):
            name = local_name(iri) if iri.startswith((*_OURS, RULE)) else ""
            anchor = (
                name if name and name not in taken and not set(name) & set(" \t\n\f\r") else iri
            )
            taken.add(anchor)
            found[iri] = anchor
        return found

    @cached_property
    def wide(self) -> frozenset[str]:
        """Terms with so many below that only the table of contents lists them."""
        return frozenset(i for i in self.b.sorts if len(self.term(i).narrower) > _MOST_NARROWER)

    # --------------------------------------------------------------------------------- markup

    def link(self, iri: str) -> Markup:
        """A link to a term of the page; text where the page has no such term."""
        if iri not in self._links:
            text = self.label(iri)
            if iri in self.b.sorts:
                self._links[iri] = Markup('<a href="{}">{}</a>').format(self.href(iri), text)
            elif "://" in iri:
                self._links[iri] = self.outside(iri)
            else:
                self._links[iri] = Markup("{}").format(text)
        return self._links[iri]

    def href(self, iri: str) -> str:
        """The address of a term, statement or rule on the page."""
        return "#" + quote(self.anchors[iri], safe="~:/?-._")

    def in_language(self, iri: str, language: str) -> str:
        """The address of the same card in another language."""
        return f"{language}.html{self.href(iri)}"

    def outside(self, iri: str, text: str = "") -> Markup:
        """A link to another site, where it is one that a browser may follow."""
        if not iri.lower().startswith(("https://", "http://")):
            return Markup("{}").format(text or iri)
        return Markup('<a href="{}" rel="noreferrer" dir="ltr">{}</a>').format(iri, text or iri)

    def links(self, iris: Iterable[str]) -> Markup:
        """Links to terms, in the order of the alphabet."""
        return self._separator.join(self.link(iri) for iri in self.ordered(iris))

    @property
    def _separator(self) -> Markup:
        return Markup.escape(self.t.comma)

    def marked(self, iri: str, name: str, language: str, text: str, tag: str = "i") -> Markup:
        """A text with a class that says how far it can be trusted as a translation."""
        status = self._mark(iri, name, language, text)
        if not status:
            return Markup(f"<{tag}>{{}}</{tag}>").format(text)
        return Markup(f'<{tag} class="{{}}">{{}}</{tag}>').format(status, text)

    def _mark(self, iri: str, name: str, language: str, text: str) -> str:
        status = self.statuses.get((iri, SKOS + name, language, text), "")
        return "" if status == self.unmarked else _MARKS.get(status, "")

    def foreign(self, text: str, language: str, tag: str = "q") -> Markup:
        """A text in a language that may not be the page's."""
        if language == self.language or not language:
            return Markup(f"<{tag}>{{}}</{tag}>").format(text)
        return Markup(f'<{tag} lang="{{}}" dir="{{}}">{{}}</{tag}>').format(
            language, direction(language), text
        )

    # ------------------------------------------------------------------------ parts of a card

    def path(self, term: Term) -> Markup:
        """The way from the top to a kind or concept, by its first broader term."""
        way: list[str] = []
        iri = term.iri
        while True:
            above = [i for i in self.term(iri).broader if i in self.b.sorts and i not in way]
            if not above or len(way) > 20:
                break
            iri = above[0]
            way.insert(0, iri)
        if len(way) > 1 and way[0] == TOUCHPOINT:
            del way[0]
        return Markup(" › ").join(self.link(i) for i in way)

    def texts(self, term: Term, name: str) -> list[tuple[Markup, str]]:
        """Attributes and text of definition, examples or notes; in English for want of another."""
        definitions: TextLists = {k: (text,) for k, text in term.definitions.items()}
        by_name: dict[str, TextLists] = {
            "definition": definitions,
            "example": term.examples,
            "scopeNote": term.notes,
        }
        lists = by_name[name]
        language = self.language if self.language in lists else "en"
        found = []
        for text in lists.get(language, ()):
            attributes = (
                Markup("")
                if language == self.language
                else Markup(' lang="{}" dir="{}"').format(language, direction(language))
            )
            mark = self._mark(term.iri, name, language, text)
            attributes += (
                Markup(' class="{} {}"').format(_CLASSES[name], mark)
                if mark
                else Markup(' class="{}"').format(_CLASSES[name])
            )
            found.append((attributes, text))
        return found

    def names(self, term: Term) -> Iterator[tuple[str, Markup, Markup]]:
        """Language, preferred name and other names, for every language that has one."""
        for language in LANGUAGES:
            label = term.labels.get(language)
            others = term.alternatives.get(language, ())
            if label or others:
                yield (
                    language,
                    self.marked(term.iri, "prefLabel", language, label, "b")
                    if label
                    else Markup(""),
                    Markup.escape(comma(language)).join(
                        self.marked(term.iri, "altLabel", language, o) for o in others
                    ),
                )

    def values(self, term: Term) -> list[ValueGroup]:
        """The values of a kind: what is always, usually or never so, and who says it."""
        groups: dict[str, dict[tuple[str, str], list[Value]]] = {}
        for value in term.values:
            line = (value.how, value.of if not value.said else value.of + value.value)
            groups.setdefault(value.property, {}).setdefault(line, []).append(value)
        return [
            ValueGroup(
                self.b.column_label(p, self.language),
                [self._values(values, term) for values in lines.values()],
            )
            for p, lines in groups.items()
        ]

    def _values(self, values: list[Value], term: Term) -> Markup:
        """Values that are alike in how they hold and who says so, on one line."""
        first = values[0]
        shown = self._separator.join(
            self.link(v.value) if "://" in v.value else Markup.escape(v.value) for v in values
        )
        line = Markup(_HOW[first.how]).format(self.t(first.how)) + Markup(" ") + shown
        for statement in first.said:
            said = self.b.statements[statement]
            line += Markup(" ") + (self._here(said) if said.about == term.iri else self._at(said))
        notes = []
        if first.of != term.iri:
            notes.append(self.t("inherited", kind=self.label(first.of)))
        if first.how == "usual" and not first.said:
            notes.append(self.t("judgement"))
        return line + (Markup(" <small>({})</small>").format("; ".join(notes)) if notes else "")

    def _here(self, said: Said) -> Markup:
        """A statement's place and words, with its anchor: where a value rests on it."""
        return Markup('<span id="{}">{}{}</span>').format(
            self.anchors[said.iri], self._source(said), self._words(said)
        )

    def _source(self, said: Said) -> Markup:
        """A short link to a statement's document, with the line."""
        line = self.t("line", line=said.line) if said.line else ""
        text = Markup.escape(self._number(said)) + (self._separator + line if line else "")
        if said.source not in self.anchors:
            return text
        return Markup('<a class="at" href="{}">{}</a>').format(self.href(said.source), text)

    def _number(self, said: Said) -> str:
        """The short name of a statement's document: ``004`` for ``seed004``."""
        notation = self.b.text(said.source, SKOS + "notation") or local_name(said.source)
        return self.t.digits(notation.removeprefix("seed"))

    def _words(self, said: Said) -> Markup:
        if not said.words:
            return Markup("")
        language = self.b.text(said.source, DCTERMS + "language") or ""
        return Markup(" ") + self.foreign(said.words, language)

    def _at(self, said: Said) -> Markup:
        """A short link to a statement: the document's number and the line."""
        line = f":{self.t.digits(said.line)}" if said.line else ""
        return Markup('<a class="at" href="{}" title="{}">{}{}</a>').format(
            self.href(said.iri), self._named_place(said), self._number(said), line
        )

    def _named_place(self, said: Said) -> str:
        document = self.label(said.source) if said.source else "—"
        line = self.t("line", line=said.line) if said.line else ""
        return f"{document}{self._separator}{line}" if line else document

    def said_about(self, term: Term) -> list[Markup]:
        """What the documents say of a term, but for what its values show already."""
        shown = {s for value in term.values for s in value.said}
        found = [s for s in self.b.said_about.get(term.iri, ()) if s.iri not in shown]
        return [self.statement(said) for said in found]

    def statement(self, said: Said, *, whole: bool = False) -> Markup:
        """A statement as an item of a list; ``whole`` names what it is about and has no anchor."""
        about = [self.link(said.about)] if whole else []
        text = said.sentences.get(self.language) or said.sentences.get("en")
        if text:
            parts = [*about, *([Markup("–")] if whole else []), Markup.escape(text)]
        else:
            relation = self.label(said.relation) if said.relation else ""
            parts = [*about, Markup("<em>{}</em>").format(relation)]
            parts += [self.link(said.object)] if said.object else []
        source = self._at(said) if whole else self._source(said)
        identity = "" if whole else Markup(' id="{}"').format(self.anchors[said.iri])
        return Markup("<li{}>{} {}{}</li>").format(
            identity, Markup(" ").join(parts), source, self._words(said)
        )

    def said_with(self, iri: str) -> list[tuple[str, Markup]]:
        """Statements with the term as their object: relation, and links by what they are about."""
        groups: dict[str, list[Said]] = {}
        for said in self.b.said_with.get(iri, ()):
            groups.setdefault(said.relation or "", []).append(said)
        found = []
        for relation, statements in groups.items():
            links: dict[str, Markup] = {}
            for said in statements:
                links.setdefault(
                    said.about,
                    Markup('<a href="{}">{}</a>').format(
                        self.href(said.iri), self.label(said.about)
                    ),
                )
            joined = self._separator.join(links[about] for about in self.ordered(links))
            found.append((self.label(relation) if relation else "", joined))
        return sorted(found, key=lambda pair: self.t.order(pair[0]))

    def facts(self, term: Term) -> list[tuple[str, Markup]]:
        """Other facts: property and values."""
        groups: dict[str, list[Markup]] = {}
        for p, value in term.facts:
            shown = self.link(value) if "://" in value and " " not in value else None
            if shown is None:
                shown = Markup("<bdi>{}</bdi>").format(value)
            groups.setdefault(p, []).append(shown)
        return [
            (fact_label(p, self.b, self.t), self._separator.join(values))
            for p, values in groups.items()
        ]

    def remarks(self, term: Term) -> list[tuple[str, str]]:
        """Other texts of a term: what they are, and the text."""
        return [
            (fact_label(p, self.b, self.t), texts.get(self.language) or texts.get("en", ""))
            for p, texts in term.remarks.items()
        ]

    def mappings(self, iri: str) -> list[Markup]:
        """Terms of other vocabularies: how near, which, and where."""
        return [
            Markup("<em>{}</em> {} <small>{}</small>").format(
                self.t(m.match),
                # Names that we had to make up lead nowhere.
                Markup("<bdi>{}</bdi>").format(m.object_label)
                if m.object.startswith(_OUR_HOST)
                else self.outside(m.object, m.object_label),
                m.file.rpartition("/")[2].removesuffix(".sssom.tsv"),
            )
            for m in self.b.aligned.get(iri, ())
        ]

    def readings(self, iri: str) -> list[Markup]:
        """The statements that are readings of a disagreement."""
        return [
            self.statement(self.b.statements[s], whole=True)
            for s in self.b.disagreements.get(iri, ())
            if s in self.b.statements
        ]

    def concerned(self, iri: str) -> list[str]:
        """The terms that a disagreement is about."""
        return [term for term, of in self.b.disputed.items() if iri in of]

    @cached_property
    def sourced(self) -> Mapping[str, int]:
        """How many terms come from each document."""
        counts: dict[str, int] = {}
        for iri in self.b.sorts:
            for source in self.term(iri).sources:
                counts[source] = counts.get(source, 0) + 1
        return counts

    @cached_property
    def stated(self) -> Mapping[str, int]:
        """How many statements come from each document."""
        counts: dict[str, int] = {}
        for said in self.b.statements.values():
            counts[said.source] = counts.get(said.source, 0) + 1
        return counts

    # ---------------------------------------------------------------------------------- rules

    def rule_anchor(self, entry: Entry) -> str:
        """The anchor of a rule: its name."""
        return self.anchors[RULE + entry.name]

    def rule_href(self, entry: Entry) -> str:
        """The address of a rule's card."""
        return self.href(RULE + entry.name)

    def rule_texts(self, entry: Entry) -> list[tuple[str, str]]:
        """Messages and remarks of a rule: heading and text."""
        return [
            (self.t(key), text) for key in _MESSAGES if (text := entry.text(key, self.language))
        ]

    def rule_columns(self, entry: Entry) -> Markup:
        """The columns a rule looks at, as links where they have a card."""
        by_notation = {
            self.b.text(iri, SKOS + "notation"): iri
            for iri in self.b.schemes.get(TPG + "columns", ())
        }
        return self._separator.join(
            self.link(by_notation[name]) if name in by_notation else Markup.escape(name)
            for name in entry.needs
        )

    def rule_evidence(self, entry: Entry) -> list[Markup]:
        """What a rule rests on: reference and text."""
        found = []
        for evidence in entry.evidence_in(self.language):
            # Evidence of kind `seed` with reference `003` is the document tpg:seed003.
            iri = TPG + evidence.kind + evidence.ref
            ref = self.link(iri) if iri in self.b.sorts else Markup.escape(evidence.ref)
            found.append(Markup("{}: {}").format(ref, evidence.text))
        return found
