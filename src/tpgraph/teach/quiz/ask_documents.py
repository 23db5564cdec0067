"""Items on what documents say besides values: who demands it, which industry; and open questions.

Only relations are asked whose objects exclude each other: that a document does not say that
something raises growth does not make it wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.query.names import SKOS, TPG
from tpgraph.teach.quiz.ask_values import WRONG_MAX
from tpgraph.teach.quiz.bench import Bench
from tpgraph.teach.quiz.model import Fact, Item

_FORWARD = (TPG + "ofIndustry", TPG + "inBrandGroup")
_BACKWARD = (TPG + "demands",)
DISCUSSION = "discussion"


def what_is_said(bench: Bench) -> Iterator[Item]:
    """What a document says of a term: the other end of a statement is asked."""
    for relation in (*_FORWARD, *_BACKWARD):
        said: dict[str, list[Fact]] = {}
        for statement in bench.facts.b.statements.values():
            if statement.relation != relation or not statement.object:
                continue
            fact = Fact(
                statement.about, relation, statement.object, "stated", statement.about,
                (statement.iri,),
            )  # fmt: skip
            asked = fact.value if relation in _BACKWARD else fact.subject
            said.setdefault(asked, []).append(fact)
        for subject, facts in bench.chance("order", relation).shuffled(said.items()):
            yield from _item(bench, subject, relation, facts)


def _item(bench: Bench, subject: str, relation: str, facts: list[Fact]) -> Iterator[Item]:
    ends = [f.subject if relation in _BACKWARD else f.value for f in facts]
    chance = bench.chance("statement", subject, relation)
    right = chance.one(ends)
    b, disputes = bench.facts.b, bench.facts.disputes
    scheme = next(iter(b.iris(right, SKOS + "inScheme")), "")
    if any(disputes.is_open(subject, m, scheme) for m in b.schemes.get(scheme, ())):
        return
    near = frozenset().union(*(bench.facts.connected(t) for t in bench.facts.family(subject)))
    wrong = [
        member
        for member in b.schemes.get(scheme, ())
        if not near & bench.facts.family(member)
        and all(bench.facts.are_apart(end, member) and end != member for end in ends)
    ]
    if len(wrong) < WRONG_MAX:
        return
    chosen = bench.distances.chosen(right, wrong, WRONG_MAX, bench.level, chance)
    if bench.hints.names_tell(subject, right, chosen):
        return
    yield Item(
        kind="statement",
        form="choice",
        subject=subject,
        prop=relation,
        right=(right,),
        wrong=chosen,
        facts=tuple(f for f, end in zip(facts, ends, strict=True) if end == right),
        keys=frozenset({(subject, relation)}),
        topics=bench.topics(subject, right),
        distance=bench.distances.mean(right, chosen),
        level=bench.level,
    )


def discussions(bench: Bench) -> Iterator[Item]:
    """An open question for each disagreement of the documents."""
    b = bench.facts.b
    for iri, readings in b.disagreements.items():
        said = [b.statements[s] for s in readings]
        about = {*b.iris(iri, TPG + "onTerm"), *(s.about for s in said)}
        yield Item(
            kind=DISCUSSION,
            form="open",
            subject=iri,
            prop=TPG + "reading",
            right=(),
            shown=readings,
            keys=frozenset({(iri, TPG + "reading")}),
            topics=bench.topics(*sorted(about)),
            level=bench.level,
        )
