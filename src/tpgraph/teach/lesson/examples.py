"""Examples of the terms of a lesson, and what else the documents say of them, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tpgraph.query.names import TOUCHPOINT, TPG
from tpgraph.query.terms import Said
from tpgraph.teach.lesson.model import Block, Paragraph, Row, Table
from tpgraph.teach.lesson.voice import OWN, Voice
from tpgraph.teach.values import kind_values

# Relations whose subject is an example of what stands at their other end.
EXAMPLE = TPG + "exampleOf"
_TYPICAL = TPG + "typical"
_LISTED = frozenset({TPG + "inBrandGroup", TPG + "ofIndustry"})
# Rows for a term: a list has several terms, a lesson on one term has room for more.
_EXAMPLES_MAX, _ALONE_MAX = 5, 14
_SAID_MAX = 3
_TABLE_MAX = 45  # rows


def is_example(said: Said) -> bool:
    """Whether a statement names an example of a term."""
    relation = said.relation or ""
    return relation == EXAMPLE or relation.startswith(_TYPICAL) or relation in _LISTED


def example_table(topic: str, members: Sequence[str], voice: Voice) -> Iterator[Block]:
    """For the topic and each member what the documents name as examples, with document and line.

    Where they name none, kinds that are so by tpgraph's own judgement stand instead, called so.
    """
    subjects = members if voice.b.sorts[topic] == "scheme" else (topic, *members)
    most = _EXAMPLES_MAX if len(subjects) > 1 else _ALONE_MAX
    rows: list[Row] = []
    for term in subjects:
        found = _named(term, voice)
        first = voice.label(term)
        for example, sources in list(found.items())[:most]:
            rows.append(Row((first, voice.label(example)), voice.sources(sources[:1])))
            first = ""
        if not found and (own := _judged(term, voice)):
            names = voice.texts.listed(voice.label(kind) for kind in own[:most])
            rows.append(Row((first, names), (voice.document(OWN),)))
    if rows:
        yield Paragraph(voice("examples.lead"))
        head = (voice("column.term"), voice("column.example"), voice("column.where"))
        yield Table(head, tuple(rows[: 2 * _TABLE_MAX]))


def _named(term: str, voice: Voice) -> dict[str, list[Said]]:
    """The examples of a term that documents name, with what they say."""
    found: dict[str, list[Said]] = {}
    for said in voice.b.said_with.get(term, ()):
        if is_example(said) and said.about in voice.b.sorts and said.about != term:
            found.setdefault(said.about, []).append(said)
    return found


def _judged(term: str, voice: Voice) -> list[str]:
    """Kinds that have a value, though no document says so."""
    if voice.b.sorts[term] != "concept":
        return []
    found = []
    for kind, values in kind_values(voice.b).items():
        for held in values:
            if held.value == term and held.how != "impossible" and not held.said:
                # What is so of the kind itself, and of this value alone, shows it best.
                others = sum(v.property == held.property for v in values)
                found.append((held.of != kind, others, kind))
    return [kind for *_, kind in sorted(found, key=lambda each: each[:2])]


def said_table(topic: str, members: Sequence[str], voice: Voice) -> Iterator[Block]:
    """What the documents say besides, of the topic first and then of its members."""
    is_list = voice.b.sorts[topic] == "scheme"
    subjects = (topic, *members) if is_list else (topic,)
    most = _SAID_MAX if is_list else _ALONE_MAX
    seen: set[str] = set()
    rows: list[Row] = []
    for term in subjects:
        about = voice.b.said_about.get(term, ())
        told = [
            s for s in (*about, *voice.b.said_with.get(term, ())) if not _is_shown(s, (term, topic))
        ]
        for said in _varied(told, most):
            text = voice.sentence(said)
            if text not in seen:
                rows.append(Row((text,), (voice.source(said),)))
            seen.add(text)
    if rows:
        head = (voice("column.said"), voice("column.where"))
        yield Table(head, tuple(rows[:_TABLE_MAX]))


def _is_shown(said: Said, terms: Sequence[str]) -> bool:
    """Whether the examples, the values of a kind or the list show a statement already."""
    relation = said.relation or ""
    if said.sentences:
        return False
    if relation == EXAMPLE and said.object == TOUCHPOINT:
        return True
    return (said.object in terms and is_example(said)) or relation.startswith(_TYPICAL)


def _varied(told: Iterable[Said], most: int) -> list[Said]:
    """So many statements, of all relations in turn: whole sentences first."""
    lanes: dict[str, list[Said]] = {}
    for said in told:
        lanes.setdefault("" if said.sentences else said.relation or "", []).append(said)
    ordered = [lanes[key] for key in sorted(lanes, key=lambda key: (key != "", key))]
    found: list[Said] = []
    while len(found) < most and any(ordered):
        for lane in ordered:
            if lane and len(found) < most:
                found.append(lane.pop(0))
    return found
