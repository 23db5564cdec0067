"""Questions to discuss: from what the documents disagree on, claim, demand, or leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tpgraph.query.names import SKOS, TPG
from tpgraph.query.terms import Said
from tpgraph.reason.texts import texts_in
from tpgraph.teach.lesson.model import Item, Question
from tpgraph.teach.lesson.voice import OWN, Voice

QUESTIONS_MAX = 6
# Where nobody is served by an empty place in the list, whatever the company.
_COVERED = frozenset(
    TPG + name for name in ("touchpointCategories", "purchaseStages", "goals", "modalities")
)
_CLAIMS = {
    TPG + "raises": "ask.raises",
    TPG + "gains": "ask.raises",
    TPG + "usedFor": "ask.used",
    TPG + "mayCause": "ask.prevent",
    TPG + "lowers": "ask.prevent",
    TPG + "demands": "ask.demands",
}


def discussion(topic: str, members: Sequence[str], voice: Voice) -> Iterator[Question]:
    """At most :data:`QUESTIONS_MAX` questions, of all sorts in turn, each with its sources."""
    lanes = [
        _disagreements((topic, *members), voice),
        _statements((topic, *members), voice),
        _claims((topic, *members), voice),
        _coverage(topic, members, voice),
        _boundaries(topic, members, voice),
        _judgements(topic, voice),
        _own_examples(topic, voice),
    ]
    number = 0
    while lanes and number < QUESTIONS_MAX:
        for lane in list(lanes):
            made = next(lane, None)
            if made is None:
                lanes.remove(lane)
            elif number < QUESTIONS_MAX:
                number += 1
                yield Question(number, made.title, made.text, (), made.points, made.sources)


def _made(
    voice: Voice, sort: str, text: str, points: Sequence[Item] = (), said: Sequence[Said] = ()
) -> Question:
    return Question(0, voice(f"sort.{sort}"), text, (), tuple(points), voice.sources(said))


def _disagreements(terms: Sequence[str], voice: Voice) -> Iterator[Question]:
    b = voice.b
    ask = texts_in(voice.language, "quiz")
    for iri in dict.fromkeys(d for term in terms for d in b.disputed.get(term, ())):
        readings = [b.statements[s] for s in b.disagreements[iri]]
        text = ask("ask.discussion", definition=voice.definition(iri))
        points = [
            Item(voice("treatment", treatment=texts[voice.language]))
            for texts in b.term(iri).remarks.values()
            if voice.language in texts
        ]
        yield _made(voice, "disagreement", text, points, readings)


def _statements(terms: Sequence[str], voice: Voice) -> Iterator[Question]:
    """Sentences of documents, of which it is asked when they are true."""
    for said in _once(terms, voice):
        if said.sentences and said.relation not in _CLAIMS:
            text = voice("ask.statement", statement=voice.quoted(voice.sentence(said)))
            yield _made(voice, "statement", text, (), (said,))


def _claims(terms: Sequence[str], voice: Voice) -> Iterator[Question]:
    """That one thing brings, needs or endangers another: how so is asked, and who notices it."""
    waiting: dict[str, list[Said]] = {}
    for said in _once(terms, voice):
        if said.relation in _CLAIMS:
            waiting.setdefault(said.relation, []).append(said)
    # Another relation with each question, as long as there is one.
    order = sorted(waiting, key=lambda relation: list(_CLAIMS).index(relation))
    while any(waiting.values()):
        for relation in order:
            if waiting[relation]:
                said = waiting[relation].pop(0)
                statement = voice.quoted(voice.sentence(said))
                text = voice(_CLAIMS[relation], statement=statement)
                yield _made(voice, "statement", text, (), (said,))


def _once(terms: Sequence[str], voice: Voice) -> list[Said]:
    """What is said of any of the terms, each text once."""
    found: dict[str, Said] = {}
    for term in terms:
        for said in (*voice.b.said_about.get(term, ()), *voice.b.said_with.get(term, ())):
            found.setdefault(voice.sentence(said), said)
    return list(found.values())


def _coverage(topic: str, members: Sequence[str], voice: Voice) -> Iterator[Question]:
    """Where no touchpoint is listed: whether that is a gap, unknown, or no fault at all."""
    if topic in _COVERED:
        # Of one term: what is to be said of the others is the same.
        terms: Sequence[str] = members[:1]
    else:
        terms = (topic,) if _COVERED & set(voice.b.iris(topic, SKOS + "inScheme")) else ()
    for term in terms:
        text = voice("ask.coverage", term=voice.quoted(voice.label(term)))
        points = (Item(voice("point.coverage")),)
        yield Question(0, voice("sort.coverage"), text, (), points, (voice.document(OWN),))


def _boundaries(topic: str, members: Sequence[str], voice: Voice) -> Iterator[Question]:
    """Two terms beside each other, and where one of them ends."""
    couples = list(pairwise(members)) or [(topic, other) for other in beside(topic, voice)]
    for one, other in couples:
        names = {"one": voice.quoted(voice.label(one)), "other": voice.quoted(voice.label(other))}
        points = [
            Item(voice.definition(term), voice.label(term), voice.documents(term))
            for term in (one, other)
        ]
        yield _made(voice, "boundary", voice("ask.boundary", **names), points)


def beside(topic: str, voice: Voice) -> list[str]:
    """Terms of the same list, or kinds below the same kind, those next to the topic first."""
    b = voice.b
    card = b.term(topic)
    if card.scheme and card.scheme in b.schemes:
        around = b.schemes[card.scheme]
    else:
        around = tuple(k for above in card.broader for k in b.term(above).narrower)
    place = around.index(topic) if topic in around else 0
    near = sorted(enumerate(around), key=lambda each: abs(each[0] - place))
    return [
        t
        for _, t in near
        if t != topic and b.sorts.get(t) == b.sorts[topic] and not b.term(t).deprecated
    ]


def _judgements(topic: str, voice: Voice) -> Iterator[Question]:
    """What is usual of a kind by tpgraph's own judgement alone."""
    if voice.b.sorts[topic] != "kind":
        return
    for value in voice.b.term(topic).values:
        if value.how == "usual" and not value.said and "://" in value.value:
            text = voice(
                "ask.judgement",
                kind=voice.quoted(voice.label(topic)),
                column=voice.b.column_label(value.property, voice.language),
                value=voice.quoted(voice.label(value.value)),
            )
            yield Question(0, voice("sort.judgement"), text, sources=(voice.document(OWN),))


def _own_examples(topic: str, voice: Voice) -> Iterator[Question]:
    """Always there: what it is like in companies that the learners know."""
    key = "ask.own" if voice.b.sorts[topic] != "scheme" else "ask.list"
    text = voice(key, topic=voice.quoted(voice.label(topic)))
    yield Question(0, voice("sort.own"), text, sources=voice.documents(topic))
