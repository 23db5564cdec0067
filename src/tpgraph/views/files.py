"""Writes an analysis to files: page, Turtle, CSV, workbook; all are made first, then put there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tpgraph.inventory.audience import company_title
from tpgraph.model import Finding, Recommendation, Status
from tpgraph.phrases import phrases_in
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.infer import STATUSES
from tpgraph.store.graphs import asserted_graph, findings_graph, recommendations_graph
from tpgraph.text import inert
from tpgraph.views.coverage import coverage
from tpgraph.views.measures import definitions, measure_rows, measures
from tpgraph.views.places import said_places
from tpgraph.views.safe import XLSX_CELL_MAX_CHARACTERS, clipped, printable
from tpgraph.views.triples import PREFIXES, quads
from tpgraph.views.whole import write_folder

Progress = Callable[[int, int], None]


def analysis_trig(
    analysis: Conclusions, statuses: Sequence[Status], *, provenance: bool = False
) -> bytes:
    """Asserted facts, findings of these statuses and advice, each in its named graph, as TriG.

    With ``provenance`` also where each of them comes from, in PROV-O.
    """
    findings = analysis.all_findings if set(statuses) >= set(STATUSES) else analysis.findings
    chosen = [f for f in findings if f.status in statuses]
    found = list(quads(analysis, chosen))
    prefixes = dict(PREFIXES)
    if provenance:
        from tpgraph.views.provenance import DCTERMS, PROV, provenance_quads

        found += provenance_quads(analysis, chosen)
        prefixes |= {"prov": PROV, "dcterms": DCTERMS}
    return ox.serialize(found, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""


def analysis_graphs(analysis: Conclusions) -> dict[str, bytes]:
    """The company's graphs of asserted facts, findings and advice: IRI to N-Triples."""
    company = analysis.inventory.company.iri
    found: dict[str, dict[ox.Triple, None]] = {
        name(company): {} for name in (asserted_graph, findings_graph, recommendations_graph)
    }
    for quad in quads(analysis, analysis.findings):
        found[str(getattr(quad.graph_name, "value", ""))][quad.triple] = None
    return {
        graph: ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        for graph, triples in found.items()
    }


def analysis_turtle(analysis: Conclusions) -> bytes:
    """Asserted facts and findings together, as Turtle."""
    triples = sorted({q.triple for q in quads(analysis, analysis.findings)}, key=str)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def write_results(
    analysis: Conclusions,
    folder: Path,
    on_progress: Progress | None = None,
    *,
    live: bool = False,
) -> list[Path]:
    """Writes page, Turtle, two CSV files and the workbook into a folder and returns their paths.

    ``live``: the page carries the engine.

    Every file is finished before one step puts them all in place, so that a run that is killed
    leaves the earlier result whole. Raises InputError where the folder cannot be written.
    """
    from tpgraph.views.export import page_bytes

    makers: list[tuple[str, Callable[[], bytes]]] = [
        ("graph.html", lambda: page_bytes(analysis, live=live)),
        ("graph.ttl", lambda: analysis_turtle(analysis)),
        ("gaps.csv", lambda: _csv(findings_rows(analysis, analysis.findings))),
        (
            "recommendations.csv",
            lambda: _csv(recommendation_rows(analysis, analysis.recommendations)),
        ),
        ("report.xlsx", lambda: report_xlsx(analysis)),
    ]
    made: dict[str, bytes] = {}
    for done, (name, make) in enumerate(makers, start=1):
        made[name] = make()
        if on_progress:
            on_progress(done, len(makers))
    return write_folder(folder, made)


def findings_rows(analysis: Conclusions, findings: Iterable[Finding]) -> list[list[str]]:
    """Header and one row a finding, as ``gaps.csv`` has them."""
    rows = [
        ["rule", "status", "level", "severity", "concerns", "title", "message", "measured",
         "threshold", "threshold_source", "margin", "borderline", "sources",
         "settled_by", "evidence", "accepted", "id"]
    ]  # fmt: skip
    for f in findings:
        rows.append(
            [
                f.rule,
                f.status,
                f.level,
                f"{f.severity:g}",
                " | ".join(f.labels[c] for c in f.concerns),
                f.title,
                f.message,
                _number(f.measured),
                _number(f.threshold),
                f.threshold_source or "",
                _number(f.margin),
                "yes" if f.borderline else "",
                " | ".join(said_places(x, analysis.lang) for x in f.facts if x.source),
                " | ".join(s.text for s in f.settled_by),
                " | ".join(f"{e.kind} {e.ref}: {e.text}" for e in f.evidence),
                f.accepted.reason if f.accepted else "",
                f.id,
            ]
        )
    return rows


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def recommendation_rows(
    analysis: Conclusions, recommendations: Iterable[Recommendation]
) -> list[list[str]]:
    """Header and one row a recommendation, as ``recommendations.csv`` has them."""
    names = {f.id: f for f in analysis.findings}

    def told(ids: Iterable[str]) -> str:
        return " | ".join(names[i].message if i in names else i for i in ids)

    rows = [
        ["rule", "action", "effort", "title", "message", "why", "edit", "closes", "opens",
         "makes_known", "caveat", "id"]
    ]  # fmt: skip
    for r in recommendations:
        rows.append(
            [
                r.rule,
                r.edits[0].action,
                r.effort,
                r.title,
                r.message,
                " | ".join(s.why for s in r.suggestions if s.why),
                " | ".join(
                    f"{(r.labels.get(e.target, '') + ': ') if e.target else ''}{column}={text}"
                    for e in r.edits
                    for column, text in e.cells.items()
                ),
                told(r.outcome.closes),
                told(r.outcome.opens),
                told(r.outcome.makes_known),
                r.caveat or "",
                r.id,
            ]
        )
    return rows


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; no cell can be taken for a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue()


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    # The mark in front makes spreadsheets read it as UTF-8.
    return b"\xef\xbb\xbf" + to_csv(rows).encode()


def report_xlsx(analysis: Conclusions) -> bytes:
    """A workbook: summary, gaps and unknowns, recommendations, coverage, measures, problems."""
    texts = analysis.texts
    matrix_of = coverage(analysis)
    summary: list[list[Any]] = [
        [company_title(analysis.inventory), analysis.inventory.as_of.isoformat()],
        *[[texts(f"status.{status}"), analysis.counts[status]] for status in STATUSES],
    ]
    corner = ""
    stages = [s.label for s in matrix_of.stages]
    unknown = texts("status.unknown")
    matrix: list[list[Any]] = [[corner, *stages, unknown]]
    labels = [c.label for c in matrix_of.categories]
    for label, row in zip([*labels, "—"], matrix_of.cells, strict=True):
        matrix.append([label, *(len(cell) for cell in row)])
    lang, words = analysis.lang, phrases_in(analysis.lang)
    heads = [words[f"check.{head}"] for head in ("severity", "place", "message", "mend")]
    problems: list[list[Any]] = [heads]
    problems += [
        [words[f"severity.{p.severity}"], p.place.text(lang), p.message, p.mend]
        for p in analysis.problems
    ]
    sheets: list[tuple[str, Sequence[Sequence[Any]]]] = [
        ("Summary", summary),
        ("Gaps", findings_rows(analysis, analysis.findings)),
        ("Recommendations", recommendation_rows(analysis, analysis.recommendations)),
        ("Coverage", matrix),
        ("Measures", _measures(analysis)),
        ("Problems", problems),
    ]
    return workbook(sheets, rtl=analysis.lang == "fa")


def workbook(sheets: Iterable[tuple[str, Sequence[Sequence[Any]]]], *, rtl: bool) -> bytes:
    """A workbook of sheets, each a title and rows of which the first is its head."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        _sheet(book, title, rows, rtl=rtl)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _measures(analysis: Conclusions) -> list[list[Any]]:
    """The measures of the network, and under them what each says."""
    told = definitions(analysis).items()
    about = [[analysis.texts(f"measure.{field}"), text] for field, text in told]
    return [*measure_rows(analysis, measures(analysis)), [], *about]


def _sheet(book: Any, title: str, rows: Sequence[Sequence[Any]], *, rtl: bool) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(title)
    sheet.sheet_view.rightToLeft = rtl
    widths: dict[int, int] = {}
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            cell = sheet.cell(r, c)
            if isinstance(value, str):
                cell.value = clipped(printable(value), XLSX_CELL_MAX_CHARACTERS)
                # Never a formula, whatever it begins with.
                cell.data_type = "s"
            else:
                cell.value = value
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if r == 1:
                cell.font = Font(bold=True)
            widths[c] = min(60, max(widths.get(c, 8), len(str(value)) + 2))
    for c, width in widths.items():
        sheet.column_dimensions[sheet.cell(1, c).column_letter].width = width
    sheet.freeze_panes = "A2"
