"""The tree of commands. Options and code of a command are loaded when it is asked for.

A place such as ``teaching:draw_map`` is the function of that name: in
``tpgraph.cli.options.teaching`` for the options, in ``tpgraph.cli.teaching`` for the command.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Any

from tpgraph import __version__
from tpgraph.cli.later import Commands
from tpgraph.cli.usage import Parser, speak
from tpgraph.model import LANGUAGES

Command = Callable[[argparse.Namespace], int]
LANG = "language of the answers"


def build_parser(language: str = "en") -> argparse.ArgumentParser:
    """The parser with all commands and options; its help and errors are in a language."""
    parser = Parser(prog="tpgraph", description="The knowledge graph of touchpoint marketing.")
    parser.add_argument("--version", action="version", version=f"tpgraph {__version__}")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help=LANG)
    tree = _Tree(parser, language, "commands", "COMMAND")
    add, group = tree.add, tree.group
    add("demo", "company", "copy a sample company here and analyse it")
    add("analyze", "company", "find gaps and write page, tables and graph")
    add("gaps", "company", "list gaps, or what is unknown")
    add("explain", "proving", "prove a finding step by step")
    add("recommend", "company", "say what to do, each action simulated first")
    add("whatif", "trying", "say what would be otherwise after some edits")
    add("plan", "trying", "choose the best set of recommendations")
    add("compare", "trying", "compare companies, or dates of one company")
    add("batch", "many", "analyse companies by the thousand, and compare them")
    add("query", "asking", "ask a named query or SPARQL")
    add("queries", "asking", "list the named queries")
    add("measures", "company", "how touchpoints stand in the network of links")
    add("check", "company", "check an inventory: what is wrong, where, and the mend")
    add("init", "starting", "begin a new company: asks what matters, writes a folder")
    add("template", "starting", "write a workbook to fill in, in the language of --lang")
    add("concepts", "ontology", "look up a term of the ontology in any language")
    group("import", _imports, "turn other people's exports into company folders")
    add("merge", "merging", "make one company's folder of several sources")
    add("graph", "company", "write the graph alone")
    add("map", "teaching:draw_map", "draw a concept map of a part of the ontology")
    add("lesson", "lessons", "write a lesson: a handout (HTML, DOCX) and slides (PPTX)")
    add("quiz", "teaching", "write a quiz from what the ontology states")
    add("course", "courses", "write a course: pages, explorer, lessons, quizzes, a case")
    add("serve", "serving", "serve companies: pages, API and SPARQL endpoint")
    group("case", _cases, "make a teaching case with planted gaps, and mark the answers to it")
    group("ontology", _ontology, "check, build or export the ontology")
    speak(parser, language)
    return parser


class _Tree:
    """The commands below a parser, in the order in which help lists them."""

    def __init__(self, parser: Parser, language: str, title: str, word: str) -> None:
        below = parser.add_subparsers(
            action=Commands, prog=parser.prog, title=title, required=True, metavar=word
        )
        assert isinstance(below, Commands)
        self._commands, self._language = below, language

    def add(self, name: str, place: str, text: str) -> None:
        """A command; ``place`` is its module, or ``module:function`` where names differ."""
        module, _, function = place.partition(":")
        function = function or name

        def make(prog: str) -> argparse.ArgumentParser:
            parser = Parser(prog=prog, description=text)
            parser.set_defaults(command=_later(module, function))
            _common_options(parser)
            getattr(import_module(f"tpgraph.cli.options.{module}"), function)(parser)
            speak(parser, self._language)
            return parser

        self._commands.later(name, text, make)

    def group(self, name: str, fill: Callable[[Parser, str], None], text: str) -> None:
        """A command that is none yet: ``fill`` gives its parser the commands below it."""

        def make(prog: str) -> argparse.ArgumentParser:
            parser = Parser(prog=prog, description=text)
            fill(parser, self._language)
            speak(parser, self._language)
            return parser

        self._commands.later(name, text, make)


def _imports(parser: Parser, language: str) -> None:
    add = _Tree(parser, language, "sources", "SOURCE").add
    add("accounts", "importing", "a register of accounts (US Digital Registry)")
    add("ga4", "importing", "downloads of Google Analytics 4 (CSV, XLSX)")
    add("survey", "importing", "ratings of touchpoints, a respondent a row (CSV, XLSX, ODS)")


def _cases(parser: Parser, language: str) -> None:
    add = _Tree(parser, language, "commands", "COMMAND").add
    add("new", "cases", "invent a company with planted gaps: case text, workbook, answer key")
    add("grade", "cases", "mark students' workbooks, tables or SPARQL against a case's key")


def _ontology(parser: Parser, language: str) -> None:
    add = _Tree(parser, language, "commands", "COMMAND").add
    add(
        "check",
        "ontology",
        "check the ontology: consistent, complete, well-formed, its files fresh",
    )
    add("build", "ontology", "write the generated files anew")
    add("export", "ontology", "write the ontology as RDF files and as a reference to browse")


def _common_options(parser: argparse.ArgumentParser) -> None:
    """What every command takes."""
    # It may stand before the command or behind it.
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=LANG)
    parser.add_argument("--quiet", action="store_true", help="no notices, no progress")
    parser.add_argument(
        "--as-of", metavar="DATE", type=_date, help="the day to judge by (default: today)"
    )
    parser.add_argument(
        "--complete", metavar="SCOPES", default="",
        help="columns to take as complete, separated by commas; 'all' for every one",
    )  # fmt: skip
    parser.add_argument("--rules", metavar="DIR", help="a folder of your own rules")
    parser.add_argument(
        "--audience", metavar="NAME", help="only what is, or may be, meant for this audience"
    )
    parser.add_argument(
        "--cross-hairs", metavar="WHERE",
        help="importance and satisfaction are held against: means, medians, scale (its centre), "
        "or lines of your own from 0 to 1, such as 0.6,0.5",
    )  # fmt: skip
    parser.add_argument(
        "--engine", default="oxigraph",
        help="the SPARQL engine: oxigraph (default), rdflib or the address of a SPARQL 1.1 server",
    )  # fmt: skip


def _later(module: str, function: str) -> Command:
    """A command whose module is imported when it is run: starting loads no other's."""

    def command(arguments: argparse.Namespace) -> int:
        found: Command = getattr(import_module(f"tpgraph.cli.{module}"), function)
        return found(arguments)

    return command


def _date(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-31") from error
