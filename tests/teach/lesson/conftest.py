"""Lessons that are written once: one that runs from the right, one with the longest words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpgraph.teach.lesson import write_lesson

TOPICS = {"fa": "touchpointCategories", "ru": "purchaseStages", "en": "Coupon"}


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    """The files of a lesson by language and ending."""
    folder = tmp_path_factory.mktemp("lessons")
    return {
        language: {path.suffix: path for path in write_lesson(topic, language, folder)}
        for language, topic in TOPICS.items()
    }
