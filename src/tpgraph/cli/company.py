"""Commands about one company: what is missing, why, what to do, and the files of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpgraph.cli.shared import (
    DONE,
    LEVELS,
    REACHED,
    analysis_of,
    notice,
    print_json,
    progress_bar,
    say,
)

if TYPE_CHECKING:
    from tpgraph.model import Finding, Problem
    from tpgraph.pipeline import Analysis


def demo(arguments: Namespace) -> int:
    """Copies a sample company here and analyses it."""
    from tpgraph.phrases import phrase
    from tpgraph.samples import copy_sample

    folder, copied = copy_sample(arguments.name, Path.cwd())
    what = phrase("demo.copied" if copied else "demo.there", folder=f"{folder.name}/")
    notice(arguments, what.text(arguments.lang))
    arguments.path = str(folder)
    arguments.out = str(folder / "results")
    arguments.fail_on = None
    arguments.live = False
    return analyze(arguments)


def analyze(arguments: Namespace) -> int:
    """Finds gaps and writes page, tables and graph."""
    from tpgraph.store import is_server
    from tpgraph.views.files import write_results

    analysis = analysis_of(arguments)
    out = (
        Path(arguments.out)
        if arguments.out
        else Path("tpgraph-out") / analysis.inventory.company.slug
    )
    with progress_bar(arguments, "recommendations") as on_progress:
        analysis.prepare_recommendations(on_progress)
    with progress_bar(arguments, "files") as on_progress:
        paths = write_results(analysis, out, on_progress, live=arguments.live)
    texts = analysis.texts
    print(_summary(analysis))
    _print_findings(analysis, analysis.gaps[:12])
    if len(analysis.gaps) > 12:
        say(texts("summary.more", count=len(analysis.gaps) - 12, file=out / "gaps.csv"))
    if analysis.counts["unknown"]:
        print(texts("next.unknown", count=analysis.counts["unknown"]))
    say(texts("summary.wrote", folder=out))
    for path in paths:
        print(f"  {path.name}")
    if is_server(analysis.options.engine):
        say(texts("summary.published", graphs=", ".join(analysis.publish())))
    page = (out / "graph.html").resolve()
    say(texts("page.opens", path=page))
    if arguments.open:
        import webbrowser

        webbrowser.open(page.as_uri())
    return _reached(analysis, arguments.fail_on)


def _unknown_of(analysis: Analysis, rule: str | None) -> int:
    """How many answers are unknown: of the rule that was asked for, or of all."""
    raw = analysis.inference.findings.values()
    return sum(f.status == "unknown" and rule in (None, f.rule) for f in raw)


def gaps(arguments: Namespace) -> int:
    """Lists gaps, or what is unknown."""
    analysis = analysis_of(arguments)
    findings: Sequence[Finding]
    if arguments.status == "gap":
        findings = analysis.gaps
    elif arguments.status == "unknown":
        from tpgraph.reason.unknowns import by_what_settles

        findings = [f for f in analysis.findings if f.status == "unknown"]
        findings = by_what_settles(findings, analysis.inventory)
    else:
        wanted = {arguments.status} if arguments.status == "ok" else {"gap", "unknown", "ok"}
        findings = [f for f in analysis.all_findings if f.status in wanted]
    if arguments.rule:
        analysis.require_rule(arguments.rule)
        findings = [f for f in findings if f.rule == arguments.rule]
    if arguments.format == "json":
        from tpgraph.views.answers import findings_json

        answer = findings_json(analysis, findings)
        if arguments.status == "unknown":
            from tpgraph.views.unknowns import next_json

            answer["next"] = next_json(analysis, findings)
        print_json(answer)
    elif arguments.format == "csv":
        from tpgraph.views.files import findings_rows, to_csv

        sys.stdout.write(to_csv(findings_rows(analysis, findings)))
    else:
        if arguments.status == "unknown" and findings:
            from tpgraph.views.unknowns import next_table

            sys.stdout.write(next_table(analysis, findings))
        _print_findings(analysis, findings)
        if arguments.status == "gap" and (unknown := _unknown_of(analysis, arguments.rule)):
            print(analysis.texts("next.unknown", count=unknown))
    return _reached(analysis, arguments.fail_on)


def recommend(arguments: Namespace) -> int:
    """Says what to do; each action was simulated first."""
    analysis = analysis_of(arguments)
    with progress_bar(arguments, "recommendations") as on_progress:
        found = analysis.prepare_recommendations(on_progress)
    if arguments.format == "json":
        from tpgraph.views.answers import recommendations_json

        print_json(recommendations_json(analysis, found))
    elif arguments.format == "csv":
        from tpgraph.views.files import recommendation_rows, to_csv

        sys.stdout.write(to_csv(recommendation_rows(analysis, found)))
    elif found:
        from tpgraph.views.tables import recommendations_table

        sys.stdout.write(recommendations_table(found, analysis.texts))
    else:
        print(analysis.texts("none.recommendations"))
    return DONE


def measures(arguments: Namespace) -> int:
    """Shows how touchpoints stand in the network of links, and what each measure says."""
    from tpgraph.views.measures import definitions, measure_rows, measures_json

    analysis = analysis_of(arguments)
    found = analysis.measures
    if arguments.format == "json":
        from tpgraph.views.answers import analysis_envelope

        told = definitions(analysis)
        print_json(analysis_envelope(analysis, definitions=told, measures=measures_json(found)))
        return DONE
    head, *rows = measure_rows(analysis, found)
    if arguments.format == "csv":
        from tpgraph.views.files import to_csv

        sys.stdout.write(to_csv([[str(cell) for cell in row] for row in (head, *rows)]))
        return DONE
    from tpgraph.views.tables import table

    shown = [[str(analysis.texts.shown(cell)) for cell in row] for row in rows]
    sys.stdout.write(table(head, shown))
    for field, about in definitions(analysis).items():
        print(f"{analysis.texts(f'measure.{field}')}: {about}")
    if still_open := sum(not m.links_known for m in found):
        print(analysis.texts("measure.open", count=still_open))
    return DONE


def check(arguments: Namespace) -> int:
    """Says what is wrong in an inventory, where, and the mend."""
    if arguments.marked:
        from tpgraph.views.marked import require_new

        require_new(Path(arguments.marked), arguments.lang)
    analysis = analysis_of(arguments, notices=False)
    problems = analysis.check()
    if arguments.format == "json":
        from tpgraph.views.answers import analysis_envelope, problem_json, recognition_json

        recognitions = [recognition_json(r, analysis.lang) for r in analysis.inventory.recognitions]
        found = [problem_json(p) for p in problems]
        print_json(analysis_envelope(analysis, problems=found, recognitions=recognitions))
    else:
        from tpgraph.views.tables import problems_table, recognitions_table

        sys.stdout.write(problems_table(problems))
        sys.stdout.write(recognitions_table(analysis.inventory.recognitions, analysis.lang))
        print(_check_summary(analysis, problems))
    if arguments.marked:
        from tpgraph.views.marked import write_marked

        said = write_marked(analysis.inventory, problems, Path(arguments.marked), arguments.lang)
        notice(arguments, said)
    if arguments.save_mapping is not None:
        from tpgraph.inventory.mapping import save_mapping
        from tpgraph.phrases import phrase

        given = Path(arguments.save_mapping) if arguments.save_mapping else None
        path = save_mapping(analysis.inventory, given)
        notice(arguments, phrase("check.wrote", path=str(path)).text(analysis.lang))
    return REACHED if any(p.severity == "error" for p in problems) else DONE


def _check_summary(analysis: Analysis, problems: Sequence[Problem]) -> str:
    from tpgraph.phrases import phrase

    severities = [p.severity for p in problems]
    return phrase(
        "check.summary",
        touchpoints=len(analysis.inventory.touchpoints),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        notes=severities.count("note"),
    ).text(analysis.lang)


def graph(arguments: Namespace) -> int:
    """Writes the graph alone."""
    from tpgraph.views.export import write_graph

    write_graph(
        analysis_of(arguments), Path(arguments.out), force=arguments.force, live=arguments.live
    )
    say(arguments.out)
    return DONE


def _print_findings(analysis: Analysis, findings: Sequence[Any]) -> None:
    if not findings:
        print(analysis.texts("none.gaps"))
        return
    from tpgraph.views.tables import findings_table

    sys.stdout.write(findings_table(findings, analysis.texts))


def _summary(analysis: Analysis) -> str:
    from tpgraph.inventory.audience import company_title
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
    return f"{printable(clipped(company_title(analysis.inventory), 120))}: {line}"


def _reached(analysis: Analysis, fail_on: str | None) -> int:
    if fail_on is None:
        return DONE
    bar = LEVELS.index(fail_on)
    reached = any(f.accepted is None and LEVELS.index(f.level) >= bar for f in analysis.gaps)
    return REACHED if reached else DONE
