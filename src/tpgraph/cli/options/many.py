"""The options of analysing companies by the thousand."""

from __future__ import annotations

from argparse import ArgumentParser

from tpgraph.cli.shared import LEVELS


def batch(parser: ArgumentParser) -> None:
    """The options of ``tpgraph batch``."""
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT",
        help="folders and files of companies, or tables with a column 'company'",
    )  # fmt: skip
    parser.add_argument("--out", metavar="DIR", required=True, help="where to write")
    parser.add_argument("--store", metavar="DIR", help="put all graphs into an Oxigraph store, too")
    parser.add_argument(
        "--workers", metavar="N", type=int, help="how many processes (default: one a core)"
    )
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument(
        "--by", metavar="COLUMN", help="the column that names the company, if not 'company'"
    )
    parser.add_argument(
        "--restart", action="store_true", help="begin anew, whatever an earlier run has done"
    )
    parser.add_argument(
        "--fail-on", choices=(*LEVELS, "bad"),
        help="exit with 1 where a company has a gap of this level or worse, or was passed over",
    )  # fmt: skip
