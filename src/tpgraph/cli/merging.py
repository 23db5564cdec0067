"""The command that makes one company's folder of several sources."""

from __future__ import annotations

import shlex
from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, day, notice, say


def merge(arguments: Namespace) -> int:
    """Copies the sources into a folder, and says what came of them together."""
    from tpgraph.inventory.merging.folder import merge as merge_inventories
    from tpgraph.reason.texts import texts_in

    report = merge_inventories(
        arguments.paths,
        Path(arguments.out),
        company=arguments.company,
        as_of=day(arguments),
        lang=arguments.lang,
    )
    texts, found = texts_in(arguments.lang), report.inventory
    rows = sum(len(touchpoint.parts) or 1 for touchpoint in found.touchpoints)
    touchpoints, sources = len(found.touchpoints), len(report.sources)
    say(
        texts(
            "merge.wrote",
            folder=report.folder,
            touchpoints=touchpoints,
            rows=rows,
            sources=sources,
        )
    )
    for label, path in report.sources.items():
        notice(arguments, f"  {path} → {label}")
    if report.undecided:
        notice(arguments, texts("merge.undecided", words=", ".join(report.undecided)))
    differing = sum(problem.code == "sources-differ" for problem in found.problems)
    key = "merge.differ" if differing else "merge.look"
    notice(arguments, texts(key, count=differing))
    notice(arguments, f"  tpgraph check {shlex.quote(str(report.folder))}")
    return DONE
