"""The parser with all commands and options; a command's code is loaded when it is run."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Any

from tpgraph import __version__
from tpgraph.cli.shared import LEVELS
from tpgraph.cli.usage import Parser, speak
from tpgraph.model import LANGUAGES

DEFAULT_SAMPLE = "bottega_jeans"
FORMATS = ("ttl", "jsonld", "rdf", "nt", "html")
# What `tpgraph quiz` takes; tpgraph.teach, which says the same, is loaded when it is run.
QUIZ_FORMATS = ("gift", "anki", "moodle", "qti", "h5p", "html", "json")
QUIZ_LEVELS = ("easy", "medium", "hard")
QUIZ_KINDS = (
    "category", "stage", "value", "odd-one-out", "true-false", "definition", "match", "order",
    "statement", "case",
)  # fmt: skip

Command = Callable[[argparse.Namespace], int]


def build_parser(language: str = "en") -> argparse.ArgumentParser:
    """The parser with all commands and options; its help and errors are in a language."""
    parser = Parser(prog="tpgraph", description="The knowledge graph of touchpoint marketing.")
    parser.add_argument("--version", action="version", version=f"tpgraph {__version__}")
    about = "language of the answers"
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help=about)
    common = argparse.ArgumentParser(add_help=False)
    # It may stand before the command or behind it.
    common.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=about)
    common.add_argument("--quiet", action="store_true", help="no notices, no progress")
    common.add_argument(
        "--as-of", metavar="DATE", type=_date, help="the day to judge by (default: today)"
    )
    common.add_argument(
        "--complete", metavar="SCOPES", default="",
        help="columns to take as complete, separated by commas; 'all' for every one",
    )  # fmt: skip
    common.add_argument("--rules", metavar="DIR", help="a folder of your own rules")
    common.add_argument(
        "--audience", metavar="NAME", help="only what is, or may be, meant for this audience"
    )
    common.add_argument(
        "--cross-hairs", metavar="WHERE",
        help="importance and satisfaction are held against: means, medians, scale (its centre), "
        "or lines of your own from 0 to 1, such as 0.6,0.5",
    )  # fmt: skip
    common.add_argument(
        "--engine", default="oxigraph",
        help="the SPARQL engine: oxigraph (default), rdflib or the address of a SPARQL 1.1 server",
    )  # fmt: skip
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, place: str, text: str, *paths: str) -> argparse.ArgumentParser:
        return _command(commands, common, name, place, text, *paths)

    demo = add("demo", "company", "copy a sample company here and analyse it")
    demo.add_argument(
        "name", nargs="?", default=DEFAULT_SAMPLE, help="which sample (default: %(default)s)"
    )
    demo.add_argument("--open", action="store_true", help="open the page in a browser")

    analyze = add("analyze", "company", "find gaps and write page, tables and graph", "path")
    analyze.add_argument(
        "--out", metavar="DIR", help="where to write (default: tpgraph-out/COMPANY)"
    )
    analyze.add_argument("--open", action="store_true", help="open the page in a browser")
    analyze.add_argument(
        "--live", action="store_true", help="a page with the rule engine in it, to try edits out"
    )
    analyze.add_argument(
        "--fail-on", choices=LEVELS, help="exit with 1 where a gap is of this level or worse"
    )

    gaps = add("gaps", "company", "list gaps, or what is unknown", "path")
    gaps.add_argument("--format", choices=("table", "json", "csv"), default="table")
    gaps.add_argument("--status", choices=("gap", "unknown", "ok", "all"), default="gap")
    gaps.add_argument("--rule", metavar="NAME", help="only this rule's")
    gaps.add_argument(
        "--fail-on", choices=LEVELS, help="exit with 1 where a gap is of this level or worse"
    )

    explain = add("explain", "proving", "prove a finding step by step", "path")
    explain.add_argument("id", nargs="?", metavar="ID", help="the finding's id, or how it begins")
    explain.add_argument("--format", choices=("text", "json"), default="text")
    explain.add_argument(
        "--verify", action="store_true",
        help="check each step without the rule engine; exit with 1 where one is refused",
    )  # fmt: skip
    explain.add_argument(
        "--check-proof", metavar="FILE",
        help="check a proof that was saved with --format json ('-': from standard input)",
    )  # fmt: skip

    recommend = add("recommend", "company", "say what to do, each action simulated first", "path")
    recommend.add_argument("--format", choices=("table", "json", "csv"), default="table")

    whatif = add("whatif", "trying", "say what would be otherwise after some edits", "path")
    whatif.add_argument(
        "--add", action="append", default=[], metavar="CELLS",
        help='a touchpoint: "name=...|type=coupon|stages=purchase", several values with ;',
    )  # fmt: skip
    whatif.add_argument(
        "--remove", action="append", default=[], metavar="NAME", help="a touchpoint to retire"
    )
    whatif.add_argument(
        "--set", action="append", default=[], metavar="CELLS",
        help='cells of a touchpoint, or of the company: "NAME: satisfaction=4"',
    )  # fmt: skip
    whatif.add_argument("--format", choices=("table", "json"), default="table")

    plan = add("plan", "trying", "choose the best set of recommendations", "path")
    plan.add_argument("--budget", type=float, metavar="N", help="what all actions may cost")
    plan.add_argument("--currency", metavar="C", help="of the budget and the costs, such as EUR")
    plan.add_argument(
        "--cost", action="append", default=[], metavar="ID=N",
        help="what an action costs: by a recommendation's id, or by a rule for each of its actions",
    )  # fmt: skip
    plan.add_argument("--max-actions", type=int, metavar="N", help="how many actions at most")
    plan.add_argument("--format", choices=("table", "json"), default="table")

    compare = add("compare", "trying", "compare companies, or dates of one company")
    compare.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="company folders or files; the first is the measure",
    )
    compare.add_argument("--format", choices=("table", "json", "csv"), default="table")
    compare.add_argument(
        "--out", metavar="FILE", help="write a workbook (.xlsx) or a page (.html) instead"
    )
    compare.add_argument(
        "--force", action="store_true", help="replace the file if it is there already"
    )
    compare.add_argument("--all", action="store_true", help="list what is the same, too")

    _batch_command(add("batch", "many", "analyse companies by the thousand, and compare them"))

    query = add("query", "asking", "ask a named query or SPARQL")
    query.add_argument(
        "words", nargs="*", metavar="[PATH] [NAME [param=value]]",
        help="a company, the store of `tpgraph batch` or a SPARQL endpoint's address (none: the "
        "ontology alone), and a named query (see `tpgraph queries`)",
    )  # fmt: skip
    query.add_argument(
        "--company", metavar="NAME", help="of a store or an endpoint: only this company"
    )
    query.add_argument("--file", metavar="F", help="SPARQL from a file ('-': from standard input)")
    query.add_argument("--text", metavar="SPARQL", help="SPARQL as text")
    query.add_argument("--format", choices=("table", "csv", "json", "ttl"), default="table")

    queries = add("queries", "asking", "list the named queries")
    queries.add_argument("--format", choices=("table", "json"), default="table")

    measures = add("measures", "company", "how touchpoints stand in the network of links", "path")
    measures.add_argument("--format", choices=("table", "json", "csv"), default="table")

    check = add(
        "check", "company", "check an inventory: what is wrong, where, and the mend", "path"
    )
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.add_argument(
        "--marked", metavar="FILE.xlsx", help="write a copy as a workbook with problems marked"
    )
    check.add_argument(
        "--save-mapping",
        metavar="FILE",
        nargs="?",
        const="",
        help="write what was taken and what is offered as a mapping file to edit "
        "(default: mapping.toml beside the inventory; an old one stays as .bak)",
    )

    init = add("init", "starting", "begin a new company: asks what matters, writes a folder")
    init.add_argument("folder", metavar="DIR", help="the folder to make")
    init.add_argument(
        "--yes", action="store_true", help="ask nothing; write the defaults, commented"
    )

    template = add("template", "starting", "write a workbook to fill in, in the language of --lang")
    template.add_argument("file", metavar="FILE.xlsx", help="the workbook to write")
    template.add_argument(
        "--from",
        dest="source",
        metavar="PATH",
        help="fill it with this inventory; without the ending .xlsx a folder is written",
    )

    concepts = add("concepts", "ontology", "look up a term of the ontology in any language")
    concepts.add_argument("term", nargs="?", metavar="TERM")
    concepts.add_argument("--format", choices=("text", "json"), default="text")

    about = "turn other people's exports into company folders"
    importing = commands.add_parser("import", help=about, description=about)
    _import_commands(importing, common)

    merge = add("merge", "merging", "make one company's folder of several sources")
    merge.add_argument(
        "paths", nargs="+", metavar="PATH", help="two or more folders or files of the company"
    )
    merge.add_argument("--out", metavar="DIR", required=True, help="the folder to make")
    merge.add_argument("--company", metavar="NAME", help="what the company is called")

    graph = add("graph", "company", "write the graph alone", "path")
    graph.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="FILE.html, FILE.graphml, FILE.gexf, FILE.ttl or FILE.trig",
    )
    graph.add_argument(
        "--force", action="store_true", help="replace the file if it is there already"
    )
    graph.add_argument(
        "--live", action="store_true", help="a page with the rule engine in it, to try edits out"
    )

    _teaching_commands(add)
    _serve_command(add("serve", "serving", "serve companies: pages, API and SPARQL endpoint"))

    about = "make a teaching case with planted gaps, and mark the answers to it"
    _case_commands(commands.add_parser("case", help=about, description=about), common)

    about = "check, build or export the ontology"
    ontology = commands.add_parser("ontology", help=about, description=about)
    _ontology_commands(ontology, common)
    speak(parser, language)
    return parser


def _teaching_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    again = "chance begins with this number (default: %(default)s)"
    replace = "replace the file if it is there already"
    replace_files = "replace the files if they are there already"

    drawn = add("map", "teaching:draw_map", "draw a concept map of a part of the ontology")
    drawn.add_argument(
        "topic", metavar="TOPIC", help="a scheme, kind or concept, by any of its names"
    )
    drawn.add_argument(
        "--out", metavar="FILE", required=True, help="FILE.svg, FILE.png or FILE.graphml"
    )
    drawn.add_argument(
        "--blanks", action="store_true", help="an exercise with blanks, and its key beside it"
    )
    drawn.add_argument("--seed", metavar="N", type=int, default=0, help=again)
    drawn.add_argument("--force", action="store_true", help=replace)

    lesson = add("lesson", "lessons", "write a lesson: a handout (HTML, DOCX) and slides (PPTX)")
    lesson.add_argument(
        "topic", metavar="TOPIC", help="a scheme, kind or concept, by any of its names"
    )
    lesson.add_argument("--out", metavar="DIR", required=True, help="the folder for the files")
    lesson.add_argument("--force", action="store_true", help=replace_files)

    quiz = add("quiz", "teaching", "write a quiz from what the ontology states")
    quiz.add_argument(
        "--topic", metavar="TOPIC",
        help="what to ask about: a scheme, kind or concept, by any of its names "
        "(default: everything)",
    )  # fmt: skip
    quiz.add_argument(
        "--level", choices=QUIZ_LEVELS, default="medium",
        help="how near wrong answers are to the right one (default: %(default)s)",
    )  # fmt: skip
    quiz.add_argument(
        "--n", metavar="N", type=int, default=10, help="how many questions (default: %(default)s)"
    )
    quiz.add_argument("--seed", metavar="N", type=int, default=0, help=again)
    quiz.add_argument(
        "--kind", action="append", choices=QUIZ_KINDS,
        help="only this kind of question (may be given again)",
    )  # fmt: skip
    quiz.add_argument(
        "--discussion", action="store_true",
        help="add open questions on what the documents disagree on",
    )  # fmt: skip
    quiz.add_argument("--format", choices=QUIZ_FORMATS, default="gift")
    quiz.add_argument(
        "--out", metavar="FILE",
        help="where to write (default: the terminal, for formats that are text)",
    )  # fmt: skip
    quiz.add_argument("--force", action="store_true", help=replace)


def _batch_command(batch: argparse.ArgumentParser) -> None:
    batch.add_argument(
        "inputs", nargs="+", metavar="INPUT",
        help="folders and files of companies, or tables with a column 'company'",
    )  # fmt: skip
    batch.add_argument("--out", metavar="DIR", required=True, help="where to write")
    batch.add_argument("--store", metavar="DIR", help="put all graphs into an Oxigraph store, too")
    batch.add_argument(
        "--workers", metavar="N", type=int, help="how many processes (default: one a core)"
    )
    batch.add_argument("--format", choices=("csv", "parquet"), default="csv")
    batch.add_argument(
        "--by", metavar="COLUMN", help="the column that names the company, if not 'company'"
    )
    batch.add_argument(
        "--restart", action="store_true", help="begin anew, whatever an earlier run has done"
    )
    batch.add_argument(
        "--fail-on", choices=(*LEVELS, "bad"),
        help="exit with 1 where a company has a gap of this level or worse, or was passed over",
    )  # fmt: skip


def _serve_command(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "paths", nargs="+", metavar="PATH",
        help="companies' folders or files, or the store of `tpgraph batch`",
    )  # fmt: skip
    serve.add_argument("--host", default="127.0.0.1", help="where to listen (default: %(default)s)")
    serve.add_argument(
        "--port", metavar="N", type=int, default=8000,
        help="the port; 0 takes a free one (default: %(default)s)",
    )  # fmt: skip
    serve.add_argument(
        "--allow-host", metavar="NAME", action="append", default=[],
        help="a further name by which the server may be addressed (may be given again)",
    )  # fmt: skip
    serve.add_argument(
        "--cors", metavar="ORIGIN", action="append", default=[],
        help="a site whose pages may ask, such as https://example.org; '*' for any "
        "(may be given again)",
    )  # fmt: skip
    serve.add_argument(
        "--write", action="store_true", help="let clients with the token write graphs of their own"
    )
    serve.add_argument(
        "--token-file", metavar="FILE",
        help="the file with the token (default: the environment's TPGRAPH_TOKEN)",
    )  # fmt: skip
    serve.add_argument(
        "--written", metavar="DIR", help="keep what clients write there (default: in memory)"
    )
    serve.add_argument(
        "--limit", metavar="NAME=VALUE", action="append", default=[],
        help="a limit other than its default, such as query_timeout_s=30 (may be given again)",
    )  # fmt: skip


def _import_commands(importing: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    sources = importing.add_subparsers(title="sources", required=True, metavar="SOURCE")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        sub = _command(sources, common, name, f"importing:{name}", text)
        sub.add_argument("files", nargs="+", metavar="FILE")
        sub.add_argument("--out", metavar="DIR", required=True, help="where to write")
        sub.add_argument(
            "--overwrite", action="store_true", help="replace folders; the old ones stay as .bak"
        )
        return sub

    def sample(sub: argparse.ArgumentParser) -> None:
        sub.add_argument(
            "--min-sample", metavar="N", type=int,
            help="fewer visits or ratings are noted, not judged (default: 30)",
        )  # fmt: skip

    accounts = add("accounts", "a register of accounts (US Digital Registry)")
    accounts.add_argument(
        "--agency", action="append", metavar="NAME", help="only this agency (may be given again)"
    )

    ga4 = add("ga4", "downloads of Google Analytics 4 (CSV, XLSX)")
    ga4.add_argument(
        "--company", metavar="NAME", help="all files are of this company (default: one a file)"
    )
    ga4.add_argument(
        "--by", choices=("source", "channel"), default="source",
        help="a touchpoint is a channel and source, or a channel alone (default: %(default)s)",
    )  # fmt: skip
    sample(ga4)

    survey = add("survey", "ratings of touchpoints, a respondent a row (CSV, XLSX, ODS)")
    survey.add_argument(
        "--description",
        metavar="FILE",
        help="what the columns mean (default: SURVEY.toml beside it)",
    )
    survey.add_argument("--company", metavar="NAME", help="the company's name")
    for option, metavar, text in (
        ("columns", "NAMES", "the ratings, such as 'Q7*' (several: with commas)"),
        ("never-used", "CODES", "answers that say it was never used"),
        ("blank", "CODES", "answers that say nothing, beside an empty cell"),
        ("nps-blank", "CODES", "the same for --nps"),
    ):
        survey.add_argument(f"--{option}", metavar=metavar, type=_list, help=text)
    for option, metavar, text in (
        ("scale", "SCALE", "lowest and highest rating, such as 1-5; or nps"),
        ("overall", "COLUMN", "the rating of the whole; importance is derived from it"),
        ("nps", "COLUMN", "how likely to recommend, 0 to 10"),
        ("names", "FILE", "the columns' names: CSV or XLSX, column and name side by side"),
        ("importance", "NAMES", "columns that state importance, such as 'I7*' beside 'Q7*'"),
        ("importance-scale", "SCALE", "their scale, where it is another"),
    ):
        survey.add_argument(f"--{option}", metavar=metavar, help=text)
    sample(survey)


def _case_commands(case: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    actions = case.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return _command(actions, common, name, f"cases:{name}", text)

    new = add("new", "invent a company with planted gaps: case text, workbook, answer key")
    for option, metavar, text in (
        ("industry", "WORD", "the company's industry, in any language"),
        ("size", "WORD", "micro, small, medium or large"),
        ("plant", "RULES", "the rules whose gaps are planted, separated by commas"),
        ("out", "DIR", "where to write"),
    ):
        new.add_argument(f"--{option}", metavar=metavar, required=True, help=text)
    new.add_argument(
        "--seed", metavar="N", type=int, default=1,
        help="the same number gives the same case (default: %(default)s)",
    )  # fmt: skip
    new.add_argument(
        "--unknown", metavar="N", type=int, default=3,
        help="how many facts nobody knows (default: %(default)s)",
    )  # fmt: skip

    grade = add("grade", "mark students' workbooks, tables or SPARQL against a case's key")
    grade.add_argument("key", metavar="KEY", help="the case's key.json")
    grade.add_argument(
        "submissions", nargs="+", metavar="SUBMISSION",
        help="files that students handed in, or folders of them",
    )  # fmt: skip
    grade.add_argument(
        "--out", metavar="FILE.xlsx", required=True, help="the workbook of grades to write"
    )
    grade.add_argument("--feedback", metavar="DIR", help="write a page for each student here, too")
    grade.add_argument(
        "--time-limit", metavar="SECONDS", type=float, default=10.0,
        help="how long a student's query may run (default: %(default)s)",
    )  # fmt: skip
    grade.add_argument("--format", choices=("table", "json"), default="table")
    grade.add_argument(
        "--force", action="store_true", help="replace the file if it is there already"
    )


def _ontology_commands(ontology: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    actions = ontology.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return _command(actions, common, name, f"ontology:{name}", text)

    add("check", "check the ontology: consistent, complete, well-formed, its files fresh")
    add("build", "write the generated files anew")
    export = add("export", "write the ontology as RDF files and as a reference to browse")
    export.add_argument(
        "--out",
        metavar="DIR",
        default="tpgraph-ontology",
        help="where to write (default: %(default)s)",
    )
    export.add_argument(
        "--format",
        action="append",
        choices=FORMATS,
        help="only this format (may be given again; default: all)",
    )
    export.add_argument(
        "--force", action="store_true", help="replace files that are no earlier export, too"
    )


def _command(
    commands: Any,
    common: argparse.ArgumentParser,
    name: str,
    place: str,
    text: str,
    *paths: str,
) -> argparse.ArgumentParser:
    """Adds a command; ``place`` is its module below ``tpgraph.cli``, or ``module:function``."""
    sub: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text, parents=[common]
    )
    for path in paths:
        sub.add_argument(path, metavar=path.upper(), help="a company folder or a CSV file")
    module, _, function = place.partition(":")
    sub.set_defaults(command=_later(module, function or name))
    return sub


def _later(module: str, function: str) -> Command:
    """A command whose module is imported when it is run: starting loads no other's."""

    def command(arguments: argparse.Namespace) -> int:
        found: Command = getattr(import_module(f"tpgraph.cli.{module}"), function)
        return found(arguments)

    return command


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _date(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-31") from error
