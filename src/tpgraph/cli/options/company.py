"""The options of commands about one company."""

from __future__ import annotations

from argparse import ArgumentParser

from tpgraph.cli.options.shared import company_path, replace_file
from tpgraph.cli.shared import LEVELS

DEFAULT_SAMPLE = "bottega_jeans"


def demo(parser: ArgumentParser) -> None:
    """The options of ``tpgraph demo``."""
    parser.add_argument(
        "name", nargs="?", default=DEFAULT_SAMPLE, help="which sample (default: %(default)s)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in a browser")


def analyze(parser: ArgumentParser) -> None:
    """The options of ``tpgraph analyze``."""
    company_path(parser)
    parser.add_argument(
        "--out", metavar="DIR", help="where to write (default: tpgraph-out/COMPANY)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in a browser")
    parser.add_argument(
        "--live", action="store_true", help="a page with the rule engine in it, to try edits out"
    )
    _fail_on(parser)


def gaps(parser: ArgumentParser) -> None:
    """The options of ``tpgraph gaps``."""
    company_path(parser)
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.add_argument("--status", choices=("gap", "unknown", "ok", "all"), default="gap")
    parser.add_argument("--rule", metavar="NAME", help="only this rule's")
    _fail_on(parser)


def recommend(parser: ArgumentParser) -> None:
    """The options of ``tpgraph recommend``."""
    company_path(parser)
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def measures(parser: ArgumentParser) -> None:
    """The options of ``tpgraph measures``."""
    company_path(parser)
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def check(parser: ArgumentParser) -> None:
    """The options of ``tpgraph check``."""
    company_path(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument(
        "--marked", metavar="FILE.xlsx", help="write a copy as a workbook with problems marked"
    )
    parser.add_argument(
        "--save-mapping",
        metavar="FILE",
        nargs="?",
        const="",
        help="write what was taken and what is offered as a mapping file to edit "
        "(default: mapping.toml beside the inventory; an old one stays as .bak)",
    )


def graph(parser: ArgumentParser) -> None:
    """The options of ``tpgraph graph``."""
    company_path(parser)
    parser.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="FILE.html, FILE.graphml, FILE.gexf, FILE.ttl or FILE.trig",
    )
    replace_file(parser)
    parser.add_argument(
        "--live", action="store_true", help="a page with the rule engine in it, to try edits out"
    )


def _fail_on(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--fail-on", choices=LEVELS, help="exit with 1 where a gap is of this level or worse"
    )
