"""The options of trying edits out, planning and comparing."""

from __future__ import annotations

from argparse import ArgumentParser

from tpgraph.cli.options.shared import company_path, replace_file


def whatif(parser: ArgumentParser) -> None:
    """The options of ``tpgraph whatif``."""
    company_path(parser)
    parser.add_argument(
        "--add", action="append", default=[], metavar="CELLS",
        help='a touchpoint: "name=...|type=coupon|stages=purchase", several values with ;',
    )  # fmt: skip
    parser.add_argument(
        "--remove", action="append", default=[], metavar="NAME", help="a touchpoint to retire"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="CELLS",
        help='cells of a touchpoint, or of the company: "NAME: satisfaction=4"',
    )  # fmt: skip
    parser.add_argument("--format", choices=("table", "json"), default="table")


def plan(parser: ArgumentParser) -> None:
    """The options of ``tpgraph plan``."""
    company_path(parser)
    parser.add_argument("--budget", type=float, metavar="N", help="what all actions may cost")
    parser.add_argument("--currency", metavar="C", help="of the budget and the costs, such as EUR")
    parser.add_argument(
        "--cost", action="append", default=[], metavar="ID=N",
        help="what an action costs: by a recommendation's id, or by a rule for each of its actions",
    )  # fmt: skip
    parser.add_argument("--max-actions", type=int, metavar="N", help="how many actions at most")
    parser.add_argument("--format", choices=("table", "json"), default="table")


def compare(parser: ArgumentParser) -> None:
    """The options of ``tpgraph compare``."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="company folders or files; the first is the measure",
    )
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.add_argument(
        "--out", metavar="FILE", help="write a workbook (.xlsx) or a page (.html) instead"
    )
    replace_file(parser)
    parser.add_argument("--all", action="store_true", help="list what is the same, too")
