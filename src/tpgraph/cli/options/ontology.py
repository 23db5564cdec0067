"""The options of the ontology's commands."""

from __future__ import annotations

from argparse import ArgumentParser

FORMATS = ("ttl", "jsonld", "rdf", "nt", "html")


def concepts(parser: ArgumentParser) -> None:
    """The options of ``tpgraph concepts``."""
    parser.add_argument("term", nargs="?", metavar="TERM")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def check(_: ArgumentParser) -> None:
    """``tpgraph ontology check`` has no options of its own."""


def build(_: ArgumentParser) -> None:
    """``tpgraph ontology build`` has no options of its own."""


def export(parser: ArgumentParser) -> None:
    """The options of ``tpgraph ontology export``."""
    parser.add_argument(
        "--out",
        metavar="DIR",
        default="tpgraph-ontology",
        help="where to write (default: %(default)s)",
    )
    parser.add_argument(
        "--format",
        action="append",
        choices=FORMATS,
        help="only this format (may be given again; default: all)",
    )
    parser.add_argument(
        "--force", action="store_true", help="replace files that are no earlier export, too"
    )
