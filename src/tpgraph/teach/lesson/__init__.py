"""Lessons from the ontology on a list, kind or concept: handouts (HTML, DOCX), slides (PPTX)."""

from __future__ import annotations

from pathlib import Path


def write_lesson(topic: str, lang: str, out: Path, *, force: bool = False) -> list[Path]:
    """Writes the handout and the slides into a folder and returns their paths.

    ``topic`` is a scheme, kind or concept, by its IRI, its IRI's last part or any label in any
    language. Raises CallError where no term is called so, where a file is there already (unless
    ``force``), or where this machine has no font for the picture; InputError where the folder
    cannot be written.
    """
    from tpgraph.teach.lesson.write import written

    return written(topic, lang, out, force=force)
