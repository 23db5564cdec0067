"""The options of asking queries."""

from __future__ import annotations

from argparse import ArgumentParser


def query(parser: ArgumentParser) -> None:
    """The options of ``tpgraph query``."""
    parser.add_argument(
        "words", nargs="*", metavar="[PATH] [NAME [param=value]]",
        help="a company, the store of `tpgraph batch` or a SPARQL endpoint's address (none: the "
        "ontology alone), and a named query (see `tpgraph queries`)",
    )  # fmt: skip
    parser.add_argument(
        "--company", metavar="NAME", help="of a store or an endpoint: only this company"
    )
    parser.add_argument("--file", metavar="F", help="SPARQL from a file ('-': from standard input)")
    parser.add_argument("--text", metavar="SPARQL", help="SPARQL as text")
    parser.add_argument("--format", choices=("table", "csv", "json", "ttl"), default="table")


def queries(parser: ArgumentParser) -> None:
    """The options of ``tpgraph queries``."""
    parser.add_argument("--format", choices=("table", "json"), default="table")
