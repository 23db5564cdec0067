"""The command that writes a course pack."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, day, progress_bar, say


def course(arguments: Namespace) -> int:
    """Writes a course: pages, explorer, lessons, quizzes, case, teacher's guide, package."""
    from tpgraph.reason.texts import texts_in
    from tpgraph.teach.course.links import PACKAGE, TEACHER_FOLDER
    from tpgraph.teach.course.make import Order
    from tpgraph.teach.course.write import write_course

    out = Path(arguments.out)
    order = Order(arguments.lang, day(arguments), arguments.seed)
    with progress_bar(arguments, "course") as on_progress:
        written = write_course(order, out, force=arguments.force, on_progress=on_progress)
    if arguments.quiet:
        return DONE
    texts = texts_in(arguments.lang, "course")
    say(texts("wrote", folder=out, count=len(written)))
    say(texts("wrote.open", file=out / "index.html"))
    say(texts("wrote.teacher", file=out / TEACHER_FOLDER / "guide.html"))
    say(texts("wrote.package", file=out / PACKAGE))
    return DONE
