"""A thousand questions and more, made once, and what they are held against."""

from __future__ import annotations

import pytest

from tests.teach.quiz.lookup import Lookup
from tpgraph.model import LANGUAGES
from tpgraph.teach.quiz.choose import chosen_items, discussion_items
from tpgraph.teach.quiz.make import worded
from tpgraph.teach.quiz.model import LEVELS, Item, Level, Quiz

EACH = 420


@pytest.fixture(scope="session")
def lookup() -> Lookup:
    return Lookup()


@pytest.fixture(scope="session")
def by_level() -> dict[str, list[Item]]:
    levels: tuple[Level, ...] = LEVELS  # type: ignore[assignment]
    return {level: chosen_items(None, level, EACH, seed) for seed, level in enumerate(levels)}


@pytest.fixture(scope="session")
def items(by_level: dict[str, list[Item]]) -> list[Item]:
    """At least 1,000 questions, no two of them the same."""
    found = {item.id: item for made in by_level.values() for item in made}
    assert len(found) >= 1_000
    return list(found.values())


@pytest.fixture(scope="session")
def quizzes(items: list[Item]) -> dict[str, Quiz]:
    """All of them in every language, with the open questions."""
    every = [*items, *discussion_items(None, "medium")]
    return {lang: worded(every, lang, None, "medium", 5, len(items)) for lang in LANGUAGES}
