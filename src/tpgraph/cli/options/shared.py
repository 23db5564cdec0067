"""Options that several commands have; texts are English, `usage.speak` translates them."""

from __future__ import annotations

from argparse import ArgumentParser


def company_path(parser: ArgumentParser) -> None:
    """The company that a command is about."""
    parser.add_argument("path", metavar="PATH", help="a company folder or a CSV file")


def replace_file(parser: ArgumentParser) -> None:
    """Whether a file may be written over."""
    parser.add_argument(
        "--force", action="store_true", help="replace the file if it is there already"
    )


def seed(parser: ArgumentParser) -> None:
    """Where chance begins, so that the same call gives the same answer."""
    parser.add_argument(
        "--seed", metavar="N", type=int, default=0,
        help="chance begins with this number (default: %(default)s)",
    )  # fmt: skip
