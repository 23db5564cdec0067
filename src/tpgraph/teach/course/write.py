"""Writes a course into a folder: complete, or not at all."""

from __future__ import annotations

from pathlib import Path

from tpgraph.errors import CallError, InputError
from tpgraph.phrases import not_written, phrase
from tpgraph.teach.course.make import Order, Progress, make_course
from tpgraph.teach.course.package import MANIFEST, is_own
from tpgraph.views.whole import require_folder, write_folder


def write_course(
    order: Order, out: Path, *, force: bool = False, on_progress: Progress | None = None
) -> list[Path]:
    """Makes a course and writes it to ``out``; returns its files.

    An earlier course is replaced; what else is in its folder stays. Raises CallError where the
    folder holds something and no course, unless ``force``; InputError where nothing can be
    written.
    """
    require_folder(out)  # making the files takes a while
    if not force:
        _require_own(out)
    return write_folder(out, make_course(order, on_progress))


def _require_own(out: Path) -> None:
    try:
        if not out.exists():
            return
        listed = out / MANIFEST
        if any(out.iterdir()) and not (listed.is_file() and is_own(listed.read_bytes())):
            raise CallError(phrase("call.course-there", folder=str(out)))
    except OSError as error:
        raise InputError(not_written(out, error)) from error
