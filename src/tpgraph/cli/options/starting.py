"""The options of beginning a company."""

from __future__ import annotations

from argparse import ArgumentParser


def init(parser: ArgumentParser) -> None:
    """The options of ``tpgraph init``."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    parser.add_argument(
        "--yes", action="store_true", help="ask nothing; write the defaults, commented"
    )


def template(parser: ArgumentParser) -> None:
    """The options of ``tpgraph template``."""
    parser.add_argument("file", metavar="FILE.xlsx", help="the workbook to write")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="PATH",
        help="fill it with this inventory; without the ending .xlsx a folder is written",
    )
