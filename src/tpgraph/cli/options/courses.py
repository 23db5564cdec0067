"""The options of courses."""

from __future__ import annotations

from argparse import ArgumentParser

from tpgraph.cli.options.shared import seed


def course(parser: ArgumentParser) -> None:
    """The options of ``tpgraph course``."""
    parser.add_argument("--out", metavar="DIR", required=True, help="where to write")
    seed(parser)
    parser.add_argument(
        "--force", action="store_true", help="write into a folder that holds other things, too"
    )
