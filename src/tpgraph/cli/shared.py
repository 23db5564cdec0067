"""What commands share: exit codes, an analysis from the options, printing and notices."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from tpgraph.model import Problem
    from tpgraph.pipeline import Analysis

DONE, REACHED = 0, 1
INTERRUPTED = 130
LEVELS = ("low", "medium", "high")


def analysis_of(arguments: Namespace, *, notices: bool = True) -> Analysis:
    """The analysis of the company that the options name; what is wrong with it goes to stderr."""
    from tpgraph.pipeline import analyse

    analysis = analyse(
        arguments.path,
        lang=arguments.lang,
        engine=arguments.engine,
        as_of=day(arguments),
        complete=[s.strip() for s in arguments.complete.split(",") if s.strip()],
        rules_dir=arguments.rules,
        audience=arguments.audience,
        cross_hairs=arguments.cross_hairs,
    )
    if arguments.audience is not None:
        notice(arguments, audience_line(analysis))
    if notices:
        _warn(arguments, analysis.problems)
    return analysis


def audience_line(analysis: Analysis) -> str:
    """Which audience the analysis is restricted to, and what that leaves in, open and out."""
    from tpgraph.inventory.audience import not_known

    inventory = analysis.inventory
    unknown = len(not_known(inventory))
    return analysis.texts(
        "audience.line",
        audience=inventory.audience or "",
        serving=len(inventory.touchpoints) - unknown,
        unknown=unknown,
        others=inventory.left_out,
    )


def _warn(arguments: Namespace, problems: Sequence[Problem]) -> None:
    """Errors and warnings go to stderr: the first few, and how to see the rest."""
    serious = [p for p in problems if p.severity != "note"]
    if not serious or arguments.quiet:
        return
    from tpgraph.views.tables import problems_table

    sys.stderr.write(problems_table(serious[:3]))
    if len(serious) > 3:
        import shlex

        from tpgraph.phrases import phrase

        command = f"tpgraph check {shlex.quote(str(arguments.path))}"
        more = phrase("check.more", count=len(serious) - 3, command=command)
        say(more.text(arguments.lang), file=sys.stderr)


def print_json(data: Any) -> None:
    """Prints an answer as JSON, alone on standard output."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def say(text: object, file: TextIO | None = None) -> None:
    """Prints a text that may hold names or paths; the terminal obeys nothing in it."""
    from tpgraph.views.safe import printable

    print(printable(str(text)), file=file)


def notice(arguments: Namespace, text: str) -> None:
    """Says something on stderr, unless asked to be quiet."""
    if not arguments.quiet:
        say(text, file=sys.stderr)


def progress_bar(arguments: Namespace, what: str) -> Any:
    """A context that gives ``(done, total)`` a bar on a terminal."""
    from tpgraph.reason.texts import texts_in
    from tpgraph.views.progress import progress

    named = texts_in(arguments.lang)(f"progress.{what}")
    return progress(named, quiet=arguments.quiet)


def day(arguments: Namespace) -> Any:
    """The day to judge by: the one given, else today."""
    from datetime import date

    return arguments.as_of or date.today()
