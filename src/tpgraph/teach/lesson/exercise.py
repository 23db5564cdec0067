"""The exercise at the end of a lesson: a few quiz questions, and their answers apart."""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.teach.lesson.model import Block, Item, Paragraph, Question
from tpgraph.teach.lesson.voice import Voice
from tpgraph.teach.quiz.choose import chosen_items
from tpgraph.teach.quiz.make import worded
from tpgraph.teach.quiz.model import Level
from tpgraph.teach.quiz.model import Question as Asked
from tpgraph.teach.quiz.words import DEFINITION, Wording

_COUNT = 6
_LEVEL: Level = "easy"  # it follows what has just been read
_SEED = 1


def exercise(topic: str, voice: Voice) -> tuple[Iterator[Block], Iterator[Block]]:
    """The questions, and the answers to them; both empty where nothing can be asked."""
    items = chosen_items(topic, _LEVEL, _COUNT, _SEED)
    quiz = worded(items, voice.language, topic, _LEVEL, _SEED, _COUNT, voice.b)
    return _questions(quiz.marked, voice), _answers(quiz.marked, voice)


def _questions(asked: tuple[Asked, ...], voice: Voice) -> Iterator[Block]:
    if asked:
        yield Paragraph(voice("exercise.lead"))
    for number, question in enumerate(asked, 1):
        yield Question(number, question.title, _text(question, voice), _options(question, voice))


def _text(question: Asked, voice: Voice) -> str:
    if question.pairs:
        terms = sorted((term for term, _ in question.pairs), key=voice.wording.order)
        return f"{question.stem} {voice('exercise.bank')} {voice.texts.listed(terms)}"
    return question.stem


def _options(question: Asked, voice: Voice) -> tuple[str, ...]:
    if question.pairs:
        return tuple(question.pairs[n][1] for n in question.mixed)
    if question.sequence:
        return tuple(question.sequence[n] for n in question.mixed)
    return tuple(option.text for option in question.options)


def _answers(asked: tuple[Asked, ...], voice: Voice) -> Iterator[Block]:
    for number, question in enumerate(asked, 1):
        points = tuple(_reasons(question, voice))
        yield Question(number, question.title, _right(question, voice), points=points)


def _right(question: Asked, voice: Voice) -> str:
    if question.pairs:
        return voice.texts.parted(question.pairs[n][0] for n in question.mixed)
    if question.sequence:
        return " → ".join(question.sequence) if voice.is_ltr else " ← ".join(question.sequence)
    return "".join(option.text for option in question.options if option.right)


def _reasons(question: Asked, voice: Voice) -> Iterator[Item]:
    """Why the answer is right: definitions, facts, or the order of a list, with who says so."""
    item = question.item
    if item.prop == DEFINITION:
        for term in item.right:
            yield Item(voice.definition(term), voice.label(term), voice.documents(term))
        return
    if item.kind == "order":
        yield Item(voice("exercise.order"), sources=voice.documents(item.subject))
        return
    wording = Wording(voice.b, voice.language, _SEED)
    if item.kind == "case":
        key = "case.why.gap" if item.truth else "case.why.unknown"
        yield Item(wording.t(key, value=wording.quoted(item.subject)))
    for fact in item.facts:
        yield Item(wording.told(fact), sources=voice.supported(fact.said[:1]))
