"""Writes a lesson's files: the handout as a page and as a document, and the slides."""

from __future__ import annotations

from pathlib import Path

from tpgraph.query.names import local_name
from tpgraph.teach.lesson.content import lesson
from tpgraph.teach.lesson.docx import handout
from tpgraph.teach.lesson.html import render
from tpgraph.teach.lesson.slides import slides
from tpgraph.views.export import require_free
from tpgraph.views.whole import require_folder, write_files


def written(topic: str, lang: str, out: Path, *, force: bool = False) -> list[Path]:
    """The files of a lesson, named by its term and language."""
    made = lesson(topic, lang)
    require_folder(out)
    name = f"{_kebab(local_name(made.topic))}-%s-{lang}.%s"
    contents = {
        name % ("handout", "html"): render(made, lang).encode(),
        name % ("handout", "docx"): handout(made),
        name % ("slides", "pptx"): slides(made),
    }
    for file in contents:
        require_free(out / file, force=force)
    return write_files(out, contents)


def _kebab(name: str) -> str:
    """The name of a term as that of a file: ``purchaseStages`` as ``purchase-stages``."""
    return "".join(f"-{ch.lower()}" if ch.isupper() else ch for ch in name).strip("-")
