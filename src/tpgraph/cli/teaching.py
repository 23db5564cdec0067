"""Commands for teaching: concept maps and quizzes."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, day, notice, say
from tpgraph.errors import CallError
from tpgraph.phrases import phrase


def draw_map(arguments: Namespace) -> int:
    """Draws a concept map, or an exercise with blanks and its key."""
    from tpgraph.teach.concept_map import concept_map
    from tpgraph.teach.maps.write import write_map

    drawn = concept_map(arguments.topic, arguments.lang)
    if arguments.blanks:
        drawn = drawn.with_blanks(arguments.seed)
    for path in write_map(drawn, Path(arguments.out), force=arguments.force):
        say(path)
    return DONE


def quiz(arguments: Namespace) -> int:
    """Writes a quiz in the format of a learning platform."""
    from tpgraph.teach.quiz.make import make_quiz
    from tpgraph.teach.quiz.model import KINDS
    from tpgraph.teach.quiz.write import TEXT_FORMATS, quiz_bytes, remarks, write_quiz

    if arguments.out is None and arguments.format not in TEXT_FORMATS:
        raise CallError(phrase("call.quiz-file", format=arguments.format))
    made = make_quiz(
        arguments.topic,
        level=arguments.level,
        count=arguments.n,
        language=arguments.lang,
        seed=arguments.seed,
        kinds=arguments.kind or KINDS,
        discussion=arguments.discussion,
    )
    as_of = day(arguments).isoformat()
    if arguments.out is None:
        sys.stdout.write(quiz_bytes(made, arguments.format, as_of).decode())
    else:
        path = Path(arguments.out)
        for written in write_quiz(made, arguments.format, path, as_of, force=arguments.force):
            say(written)
    for remark in remarks(made, arguments.format):
        notice(arguments, remark)
    return DONE
