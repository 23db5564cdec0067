"""The command that writes a lesson: a handout and slides."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, say


def lesson(arguments: Namespace) -> int:
    """Writes the handout and the slides of a lesson."""
    from tpgraph.teach.lesson import write_lesson

    out = Path(arguments.out)
    for path in write_lesson(arguments.topic, arguments.lang, out, force=arguments.force):
        say(path)
    return DONE
