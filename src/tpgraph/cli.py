"""The command line: parses, calls the library once, prints. Exit codes are the contract's."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from tpgraph import __version__
from tpgraph.errors import CallError, TpgraphError
from tpgraph.model import LANGUAGES

if TYPE_CHECKING:
    from tpgraph.model import Finding, Problem
    from tpgraph.pipeline import Analysis

DONE, REACHED = 0, 1
INTERRUPTED = 130
DEFAULT_SAMPLE = "bottega_jeans"
_LEVELS = ("low", "medium", "high")

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Runs a command and exits with its code."""
    # A short-lived process makes much and frees little: collecting early only costs time.
    gc.set_threshold(100_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(argv))


def run(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code; messages go to stderr."""
    try:
        arguments = build_parser().parse_args(argv)
        command: Command = arguments.command
        return command(arguments)
    except TpgraphError as error:
        from tpgraph.views.safe import clipped, printable

        print(f"tpgraph: {printable(clipped(str(error), 4_000))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("tpgraph: interrupted; nothing was left half-written.", file=sys.stderr)
        return INTERRUPTED


def build_parser() -> argparse.ArgumentParser:
    """The parser with all commands and options."""
    parser = argparse.ArgumentParser(
        prog="tpgraph", description="The knowledge graph of touchpoint marketing."
    )
    parser.add_argument("--version", action="version", version=f"tpgraph {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the answers")
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
        "--engine", default="oxigraph", help="the SPARQL engine: oxigraph (default) or rdflib"
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, function: Command, text: str, *paths: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text, parents=[common])
        for path in paths:
            sub.add_argument(path, metavar=path.upper(), help="a company folder or a CSV file")
        sub.set_defaults(command=function)
        return sub

    demo = add("demo", _demo, "copy a sample company here and analyse it")
    demo.add_argument(
        "name", nargs="?", default=DEFAULT_SAMPLE, help="which sample (default: %(default)s)"
    )
    demo.add_argument("--open", action="store_true", help="open the page in a browser")

    analyze = add("analyze", _analyze, "find gaps and write page, tables and graph", "path")
    analyze.add_argument(
        "--out", metavar="DIR", help="where to write (default: tpgraph-out/COMPANY)"
    )
    analyze.add_argument("--open", action="store_true", help="open the page in a browser")
    analyze.add_argument(
        "--fail-on", choices=_LEVELS, help="exit with 1 where a gap is of this level or worse"
    )

    gaps = add("gaps", _gaps, "list gaps, or what is unknown", "path")
    gaps.add_argument("--format", choices=("table", "json", "csv"), default="table")
    gaps.add_argument("--status", choices=("gap", "unknown", "ok", "all"), default="gap")
    gaps.add_argument("--rule", metavar="NAME", help="only this rule's")
    gaps.add_argument(
        "--fail-on", choices=_LEVELS, help="exit with 1 where a gap is of this level or worse"
    )

    explain = add("explain", _explain, "prove a finding step by step", "path")
    explain.add_argument("id", metavar="ID", help="the finding's id, or how it begins")
    explain.add_argument("--format", choices=("text", "json"), default="text")

    recommend = add("recommend", _recommend, "say what to do, each action simulated first", "path")
    recommend.add_argument("--format", choices=("table", "json", "csv"), default="table")

    query = add("query", _query, "ask a named query or SPARQL", "path")
    query.add_argument(
        "name", nargs="?", metavar="NAME", help="a named query (see `tpgraph queries`)"
    )
    query.add_argument("parameters", nargs="*", metavar="param=value")
    query.add_argument("--file", metavar="F", help="SPARQL from a file ('-': from standard input)")
    query.add_argument("--text", metavar="SPARQL", help="SPARQL as text")
    query.add_argument("--format", choices=("table", "csv", "json", "ttl"), default="table")

    queries = add("queries", _queries, "list the named queries")
    queries.add_argument("--format", choices=("table", "json"), default="table")

    check = add("check", _check, "check an inventory: what is wrong, where, and the mend", "path")
    check.add_argument("--format", choices=("text", "json"), default="text")

    concepts = add("concepts", _concepts, "look up a term of the ontology in any language")
    concepts.add_argument("term", nargs="?", metavar="TERM")
    concepts.add_argument("--format", choices=("text", "json"), default="text")

    importing = add("import", _import, "turn other people's exports into company folders")
    importing.add_argument(
        "source", choices=("accounts",), help="accounts: a register of accounts (CSV)"
    )
    importing.add_argument("files", nargs="+", metavar="FILE")
    importing.add_argument("--out", metavar="DIR", required=True)
    importing.add_argument(
        "--agency", action="append", metavar="NAME", help="only this agency (may be given again)"
    )
    importing.add_argument(
        "--overwrite", action="store_true", help="replace folders; the old ones stay as .bak"
    )

    graph = add("graph", _graph, "write the graph alone", "path")
    graph.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="FILE.html, FILE.graphml, FILE.gexf, FILE.ttl or FILE.trig",
    )

    ontology = add("ontology", _ontology, "check or build the ontology")
    ontology.add_argument("action", choices=("check", "build"))
    return parser


# ---------------------------------------------------------------- commands


def _demo(arguments: argparse.Namespace) -> int:
    from tpgraph.samples import copy_sample

    folder, copied = copy_sample(arguments.name, Path.cwd())
    what = (
        "Copied the sample company to" if copied else "The folder is already here, left as it is:"
    )
    _notice(arguments, f"{what} {folder.name}/")
    arguments.path = str(folder)
    arguments.out = str(folder / "results")
    arguments.fail_on = None
    return _analyze(arguments)


def _analyze(arguments: argparse.Namespace) -> int:
    from tpgraph.views.files import write_results

    analysis = _analysis(arguments)
    out = (
        Path(arguments.out)
        if arguments.out
        else Path("tpgraph-out") / analysis.inventory.company.slug
    )
    with _progress(arguments, "recommendations") as on_progress:
        analysis.prepare_recommendations(on_progress)
    with _progress(arguments, "files") as on_progress:
        paths = write_results(analysis, out, on_progress)
    texts = analysis.texts
    print(_summary(analysis))
    _print_findings(analysis, analysis.gaps[:12])
    if len(analysis.gaps) > 12:
        _say(f"… {len(analysis.gaps) - 12} + → {out / 'gaps.csv'}")
    if analysis.counts["unknown"]:
        print(texts("next.unknown", count=analysis.counts["unknown"]))
    _say(texts("summary.wrote", folder=out))
    for path in paths:
        print(f"  {path.name}")
    page = (out / "graph.html").resolve()
    _say(texts("page.opens", path=page))
    if arguments.open:
        import webbrowser

        webbrowser.open(page.as_uri())
    return _reached(analysis, arguments.fail_on)


def _gaps(arguments: argparse.Namespace) -> int:
    analysis = _analysis(arguments)
    findings: Sequence[Finding]
    if arguments.status == "gap":
        findings = analysis.gaps
    elif arguments.status == "unknown":
        findings = [f for f in analysis.findings if f.status == "unknown"]
    else:
        wanted = {arguments.status} if arguments.status == "ok" else {"gap", "unknown", "ok"}
        findings = [f for f in analysis.all_findings if f.status in wanted]
    if arguments.rule:
        analysis.require_rule(arguments.rule)
        findings = [f for f in findings if f.rule == arguments.rule]
    if arguments.format == "json":
        from tpgraph.views.answers import findings_json

        _print_json(findings_json(analysis, findings))
    elif arguments.format == "csv":
        from tpgraph.views.files import findings_rows, to_csv

        sys.stdout.write(to_csv(findings_rows(analysis, findings)))
    else:
        _print_findings(analysis, findings)
        if arguments.status == "gap" and (unknown := len(analysis.findings) - len(analysis.gaps)):
            print(analysis.texts("next.unknown", count=unknown))
    return _reached(analysis, arguments.fail_on)


def _explain(arguments: argparse.Namespace) -> int:
    analysis = _analysis(arguments)
    proof = analysis.explain(arguments.id)
    if arguments.format == "json":
        from tpgraph.views.answers import findings_json

        _print_json(findings_json(analysis, [proof.finding]))
    else:
        from tpgraph.views.tables import proof_text

        sys.stdout.write(proof_text(proof, analysis))
    return DONE


def _recommend(arguments: argparse.Namespace) -> int:
    analysis = _analysis(arguments)
    with _progress(arguments, "recommendations") as on_progress:
        found = analysis.prepare_recommendations(on_progress)
    if arguments.format == "json":
        from tpgraph.views.answers import recommendations_json

        _print_json(recommendations_json(analysis, found))
    elif arguments.format == "csv":
        from tpgraph.views.files import recommendation_rows, to_csv

        sys.stdout.write(to_csv(recommendation_rows(analysis, found)))
    elif found:
        from tpgraph.views.tables import recommendations_table

        sys.stdout.write(recommendations_table(found, analysis.texts))
    else:
        print(analysis.texts("none.recommendations"))
    return DONE


def _query(arguments: argparse.Namespace) -> int:
    given = [arguments.file is not None, arguments.text is not None, arguments.name is not None]
    if sum(given) != 1:
        raise CallError("Give one of: the name of a named query, --file F, --text 'SELECT ...'.")
    if arguments.file is not None:
        text = _read_text(arguments.file)
    else:
        text = arguments.text if arguments.text is not None else arguments.name
    parameters = {}
    for item in arguments.parameters:
        key, separator, value = item.partition("=")
        if not separator:
            raise CallError(f"{item!r} is not param=value.")
        parameters[key] = value
    analysis = _analysis(arguments)
    result = analysis.query(text, **parameters)
    if arguments.format == "json":
        from tpgraph.views.answers import analysis_envelope

        _print_json(
            analysis_envelope(analysis, columns=list(result.columns), rows=result.records())
        )
    elif arguments.format == "csv":
        sys.stdout.write(result.to_csv())
    elif arguments.format == "ttl":
        if result.turtle is None:
            raise CallError("Turtle is for CONSTRUCT and DESCRIBE; choose another --format.")
        sys.stdout.write(result.turtle)
    else:
        from tpgraph.views.tables import table

        sys.stdout.write(table(result.columns, result.texts()))
        _notice(arguments, f"{len(result)} rows")
    return DONE


def _queries(arguments: argparse.Namespace) -> int:
    from tpgraph.query.named import named_queries

    queries = named_queries().values()
    if arguments.format == "json":
        rows = [
            {
                "name": q.name,
                "code": q.code,
                "scope": q.scope,
                "title": q.titles[arguments.lang],
                "question": q.questions[arguments.lang],
                "parameters": dict(q.parameters),
            }
            for q in queries
        ]
        _print_json(
            {
                "schema": 1,
                "lang": arguments.lang,
                "company": None,
                "as_of": _day(arguments).isoformat(),
                "rows": rows,
            }
        )
    else:
        from tpgraph.views.tables import table

        rows_ = [
            [q.name, q.code, q.questions[arguments.lang], ", ".join(q.parameters)] for q in queries
        ]
        sys.stdout.write(
            table(["name", "code", "question", "parameters"], rows_, ratios=[0, 0, 3, 1])
        )
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    analysis = _analysis(arguments, notices=False)
    problems = analysis.check()
    if arguments.format == "json":
        from tpgraph.views.answers import analysis_envelope, problem_json

        _print_json(analysis_envelope(analysis, problems=[problem_json(p) for p in problems]))
    else:
        from tpgraph.views.tables import problems_table

        sys.stdout.write(problems_table(problems))
        counts = [sum(1 for p in problems if p.severity == s) for s in ("error", "warning", "note")]
        rows = len(analysis.inventory.touchpoints)
        print(
            f"{rows} touchpoints read: {counts[0]} errors, {counts[1]} warnings, {counts[2]} notes."
        )
    return REACHED if any(p.severity == "error" for p in problems) else DONE


def _concepts(arguments: argparse.Namespace) -> int:
    from tpgraph.views.concepts import concept_json, concept_text, scheme_text

    if arguments.term is None:
        if arguments.format == "json":
            raise CallError("Name a term, or leave --format out to list the schemes.")
        sys.stdout.write(scheme_text(arguments.lang))
    elif arguments.format == "json":
        _print_json(concept_json(arguments.term, arguments.lang, _day(arguments).isoformat()))
    else:
        sys.stdout.write(concept_text(arguments.term, arguments.lang))
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    from tpgraph.inventory.accounts import import_accounts

    with _progress(arguments, "accounts") as on_progress:
        report = import_accounts(
            [Path(f) for f in arguments.files],
            Path(arguments.out),
            agencies=arguments.agency,
            overwrite=arguments.overwrite,
            on_progress=on_progress,
        )
    from tpgraph.views.safe import printable

    print(
        f"{report.rows_read} accounts read: {report.rows_used} used, {len(report.skipped)} skipped."
    )
    for agency, count in sorted(report.written.items()):
        print(printable(f"  {count:>6}  {agency}  → {report.folders[agency]}"))
    if not arguments.quiet:
        reasons: dict[str, int] = {}
        for skipped in report.skipped:
            reasons[skipped.reason] = reasons.get(skipped.reason, 0) + 1
        for reason, count in sorted(reasons.items()):
            print(printable(f"  skipped {count}: {reason}"), file=sys.stderr)
        for mended in report.mended:
            print(
                printable(f"  mended {mended.place}: {mended.before} → {mended.after}"),
                file=sys.stderr,
            )
    return DONE


def _graph(arguments: argparse.Namespace) -> int:
    from tpgraph.views.export import write_graph

    write_graph(_analysis(arguments), Path(arguments.out))
    _say(arguments.out)
    return DONE


def _ontology(arguments: argparse.Namespace) -> int:
    from tpgraph.reason.ontology import build_ontology, check_ontology

    if arguments.action == "build":
        for path in build_ontology():
            print(path)
        return DONE
    report = check_ontology()
    for line in report.lines:
        print(line)
    return DONE if report.sound else REACHED


# ---------------------------------------------------------------- shared


def _analysis(arguments: argparse.Namespace, *, notices: bool = True) -> Analysis:
    from tpgraph.pipeline import analyse

    analysis = analyse(
        arguments.path,
        lang=arguments.lang,
        engine=arguments.engine,
        as_of=_day(arguments),
        complete=[s.strip() for s in arguments.complete.split(",") if s.strip()],
        rules_dir=arguments.rules,
    )
    if notices:
        _warn(arguments, analysis.problems)
    return analysis


def _warn(arguments: argparse.Namespace, problems: Sequence[Problem]) -> None:
    """Errors and warnings go to stderr: the first few, and how to see the rest."""
    serious = [p for p in problems if p.severity != "note"]
    if not serious or arguments.quiet:
        return
    from tpgraph.views.tables import problems_table

    sys.stderr.write(problems_table(serious[:3]))
    if len(serious) > 3:
        more = f"… {len(serious) - 3} more: `tpgraph check {arguments.path}` lists them."
        _say(more, file=sys.stderr)


def _print_findings(analysis: Analysis, findings: Sequence[Any]) -> None:
    if not findings:
        print(analysis.texts("none.gaps"))
        return
    from tpgraph.views.tables import findings_table

    sys.stdout.write(findings_table(findings, analysis.texts))


def _summary(analysis: Analysis) -> str:
    from tpgraph.views.safe import clipped, printable

    rows = analysis.inventory.touchpoints
    line = analysis.texts(
        "summary.line",
        touchpoints=len(rows),
        active=analysis.active_count,
        gaps=analysis.counts["gap"],
        unknown=analysis.counts["unknown"],
        ok=analysis.counts["ok"],
    )
    return f"{printable(clipped(analysis.inventory.company.name, 120))}: {line}"


def _reached(analysis: Analysis, fail_on: str | None) -> int:
    if fail_on is None:
        return DONE
    bar = _LEVELS.index(fail_on)
    reached = any(f.accepted is None and _LEVELS.index(f.level) >= bar for f in analysis.gaps)
    return REACHED if reached else DONE


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def _say(text: object, file: TextIO | None = None) -> None:
    """Prints a text that may hold names or paths; the terminal obeys nothing in it."""
    from tpgraph.views.safe import printable

    print(printable(str(text)), file=file)


def _notice(arguments: argparse.Namespace, text: str) -> None:
    if not arguments.quiet:
        _say(text, file=sys.stderr)


def _progress(arguments: argparse.Namespace, what: str) -> Any:
    from tpgraph.views.progress import progress

    return progress(what, quiet=arguments.quiet)


def _read_text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.read()
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CallError(f"{name}: cannot be read as UTF-8 text: {error}") from error


def _date(text: str) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-31") from error


def _day(arguments: argparse.Namespace) -> Any:
    from datetime import date

    return arguments.as_of or date.today()
