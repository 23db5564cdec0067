"""Makes a quiz: items chosen from the ontology, put into words."""

from __future__ import annotations

from collections.abc import Sequence

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, shown
from tpgraph.query.terms import Book, book
from tpgraph.reason.texts import texts_in
from tpgraph.teach.quiz.choose import chosen_items, discussion_items
from tpgraph.teach.quiz.model import KINDS, Item, Level, Quiz
from tpgraph.teach.quiz.words import Wording
from tpgraph.teach.topics import topic_named


def make_quiz(
    topic: str | None = None,
    *,
    level: Level = "medium",
    count: int = 10,
    language: str = "en",
    seed: int = 0,
    kinds: Sequence[str] = KINDS,
    discussion: bool = False,
) -> Quiz:
    """A quiz on a scheme, kind or concept, named by its IRI or any label; none: on everything.

    The same topic, level, count, seed and kinds give the same questions, in every language.
    ``discussion`` adds an open question for each disagreement of the documents on the topic.
    There may be fewer questions than asked for (see :class:`Quiz`). Raises CallError where no term
    is called so, or nothing can be asked about it.
    """
    if count < 1:
        raise CallError(phrase("call.quiz-number", count=count))
    iri = None if topic is None else topic_named(topic)
    items = chosen_items(iri, level, count, seed, kinds)
    if discussion:
        items += discussion_items(iri, level)
    if not items:
        raise CallError(phrase("call.quiz-none", topic=shown(topic)))
    return worded(items, language, iri, level, seed, count)


def worded(
    items: Sequence[Item],
    language: str,
    topic: str | None,
    level: Level,
    seed: int,
    wanted: int,
    b: Book | None = None,
) -> Quiz:
    """Items in the words of a language."""
    b = b or book()
    wording = Wording(b, language, seed)
    t = texts_in(language, "quiz")
    name = t("everything") if topic is None else b.label(topic, language)
    return Quiz(
        title=t("title", topic=name),
        about=t("about"),
        language=language,
        topic=topic,
        level=level,
        seed=seed,
        wanted=wanted,
        questions=tuple(wording(item) for item in items),
    )
