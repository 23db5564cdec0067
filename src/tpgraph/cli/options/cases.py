"""The options of teaching cases."""

from __future__ import annotations

from argparse import ArgumentParser

from tpgraph.cli.options.shared import replace_file


def new(parser: ArgumentParser) -> None:
    """The options of ``tpgraph case new``."""
    for option, metavar, text in (
        ("industry", "WORD", "the company's industry, in any language"),
        ("size", "WORD", "micro, small, medium or large"),
        ("plant", "RULES", "the rules whose gaps are planted, separated by commas"),
        ("out", "DIR", "where to write"),
    ):
        parser.add_argument(f"--{option}", metavar=metavar, required=True, help=text)
    parser.add_argument(
        "--seed", metavar="N", type=int, default=1,
        help="the same number gives the same case (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--unknown", metavar="N", type=int, default=3,
        help="how many facts nobody knows (default: %(default)s)",
    )  # fmt: skip


def grade(parser: ArgumentParser) -> None:
    """The options of ``tpgraph case grade``."""
    parser.add_argument("key", metavar="KEY", help="the case's key.json")
    parser.add_argument(
        "submissions", nargs="+", metavar="SUBMISSION",
        help="files that students handed in, or folders of them",
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="FILE.xlsx", required=True, help="the workbook of grades to write"
    )
    parser.add_argument("--feedback", metavar="DIR", help="write a page for each student here, too")
    parser.add_argument(
        "--time-limit", metavar="SECONDS", type=float, default=10.0,
        help="how long a student's query may run (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--format", choices=("table", "json"), default="table")
    replace_file(parser)
