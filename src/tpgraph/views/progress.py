"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]


@contextmanager
def progress(what: str, *, quiet: bool = False, timed: bool = False) -> Iterator[Progress | None]:
    """Gives a function ``(done, total)`` that moves a bar on stderr, or ``None`` off a terminal.

    With ``timed`` it shows how many are done a second, and the time that is left.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    timing = (TextColumn("{task.fields[rate]}"), TimeRemainingColumn()) if timed else ()
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        *timing,
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(what, total=None, rate="")

        def move(done: int, total: int) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:.1f}/s" if speed else ""
            bar.update(task, completed=done, total=total, rate=rate)

        yield move
