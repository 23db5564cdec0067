"""The options of merging sources."""

from __future__ import annotations

from argparse import ArgumentParser


def merge(parser: ArgumentParser) -> None:
    """The options of ``tpgraph merge``."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="two or more folders or files of the company"
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="the folder to make")
    parser.add_argument("--company", metavar="NAME", help="what the company is called")
