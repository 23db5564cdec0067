"""The command that turns other people's exports into company folders."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, progress_bar


def import_(arguments: Namespace) -> int:
    """Turns registers of accounts into company folders."""
    from tpgraph.inventory.accounts import import_accounts

    with progress_bar(arguments, "accounts") as on_progress:
        report = import_accounts(
            [Path(f) for f in arguments.files],
            Path(arguments.out),
            agencies=arguments.agency,
            overwrite=arguments.overwrite,
            on_progress=on_progress,
        )
    from tpgraph.views.safe import printable

    print(
        f"{report.rows_read} accounts read: {report.rows_used} used, {len(report.skipped)} skipped."
    )
    for agency, count in sorted(report.written.items()):
        print(printable(f"  {count:>6}  {agency}  → {report.folders[agency]}"))
    if not arguments.quiet:
        reasons: dict[str, int] = {}
        for skipped in report.skipped:
            reasons[skipped.reason] = reasons.get(skipped.reason, 0) + 1
        for reason, count in sorted(reasons.items()):
            print(printable(f"  skipped {count}: {reason}"), file=sys.stderr)
        for mended in report.mended:
            print(
                printable(f"  mended {mended.place}: {mended.before} → {mended.after}"),
                file=sys.stderr,
            )
    return DONE
