"""The options of lessons."""

from __future__ import annotations

from argparse import ArgumentParser


def lesson(parser: ArgumentParser) -> None:
    """The options of ``tpgraph lesson``."""
    parser.add_argument(
        "topic", metavar="TOPIC", help="a scheme, kind or concept, by any of its names"
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="the folder for the files")
    parser.add_argument(
        "--force", action="store_true", help="replace the files if they are there already"
    )
