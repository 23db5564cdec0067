"""The options of proving a finding."""

from __future__ import annotations

from argparse import ArgumentParser

from tpgraph.cli.options.shared import company_path


def explain(parser: ArgumentParser) -> None:
    """The options of ``tpgraph explain``."""
    company_path(parser)
    parser.add_argument("id", nargs="?", metavar="ID", help="the finding's id, or how it begins")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--verify", action="store_true",
        help="check each step without the rule engine; exit with 1 where one is refused",
    )  # fmt: skip
    parser.add_argument(
        "--check-proof", metavar="FILE",
        help="check a proof that was saved with --format json ('-': from standard input)",
    )  # fmt: skip
