"""Commands for teaching: concept maps and quizzes."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, say


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
