"""A comparison as a table, JSON, CSV and a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tpgraph.errors import CallError
from tpgraph.phrases import phrase
from tpgraph.reason.compare import Comparison, Line, Measure
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.views.answers import envelope
from tpgraph.views.coverage import coverage
from tpgraph.views.export import require_free
from tpgraph.views.files import to_csv, workbook
from tpgraph.views.tables import table
from tpgraph.views.whole import write_files


@dataclass(frozen=True, slots=True)
class CellCounts:
    """How many active touchpoints each of those compared has in a cell of the coverage matrix.

    ``None``: in none of the seven categories, or of no known stage.
    """

    category: str | None
    stage: str | None
    counts: tuple[int, ...]


def cells(comparison: Comparison) -> list[CellCounts]:
    """All cells of the coverage matrix, by category, then by stage."""
    matrices = [coverage(a) for a in comparison.analyses]
    stages = [*(s.iri for s in matrices[0].stages), None]
    categories = [*(c.iri for c in matrices[0].categories), None]
    return [
        CellCounts(category, stage, tuple(len(m.cells[r][c]) for m in matrices))
        for r, category in enumerate(categories)
        for c, stage in enumerate(stages)
    ]


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The whole comparison; what is the same is in it too."""
    first = comparison.analyses[0]
    return envelope(
        first.lang,
        first.inventory.company.iri,
        first.inventory.as_of.isoformat(),
        compared=[
            {
                "path": a.inventory.path,
                "company": a.inventory.company.iri,
                "name": a.inventory.company.name,
            }
            for a in comparison.analyses
        ],
        same_company=comparison.same_company,
        changes=[
            {
                "rule": line.rule,
                "title": line.title,
                "concerns": list(line.concerns),
                "area": line.area,
                "statuses": list(line.statuses),
                "findings": list(line.findings),
                "verdicts": list(line.verdicts),
            }
            for line in comparison.lines
        ],
        coverage=[
            {"category": c.category, "stage": c.stage, "counts": list(c.counts)}
            for c in cells(comparison)
        ],
        measures=[{"name": m.name, "values": list(m.values)} for m in comparison.measures],
    )


def comparison_text(comparison: Comparison, *, whole: bool = False) -> str:
    """Measures, the cells and findings that differ (``whole``: all), and how many of each sort."""
    words = _words(comparison)
    names = titles(comparison)
    out = [words("compare.dates" if comparison.same_company else "compare.companies") + "\n\n"]
    out.append(table(["", *names], _shown(_measure_rows(comparison), words)))
    rows = [row for row in _cell_rows(comparison) if whole or len(set(row[2:])) > 1]
    if rows:
        heads = [words("head.category"), words("head.stage"), *names]
        out += ["\n", table(heads, _shown(rows, words))]
    lines = [line for line in comparison.lines if whole or line.differs]
    if lines:
        heads = [words("head.verdict"), words("head.rule"), words("head.concerns"), *names]
        ratios = [1, 1, 2, *[0] * len(names)]
        out += ["\n", table(heads, [_line_row(line, comparison) for line in lines], ratios=ratios)]
    out.append("\n")
    for title, counts in zip(names[1:], comparison.counts, strict=True):
        said = words.parted(
            f"{words(f'verdict.{k}')}: {words.shown(n)}" for k, n in counts.items() if n
        )
        out.append(f"{names[0]} → {title}: {said}\n")
    return "".join(out)


def comparison_csv(comparison: Comparison) -> str:
    """The findings, one a row: verdicts, rule, what it concerns, area, a status each."""
    return to_csv(_line_rows(comparison))


def write_xlsx(comparison: Comparison, path: Path, *, force: bool = False) -> None:
    """A workbook of measures, coverage and findings.

    Raises CallError for another suffix and, unless ``force``, for a file that is there; InputError
    where it cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise CallError(phrase("call.bad-ending", file=str(path), known=(".xlsx", ".html")))
    require_free(path, force=force)
    words = _words(comparison)
    names = titles(comparison)
    sheets: list[tuple[str, Sequence[Sequence[Any]]]] = [
        (words("sheet.summary"), [["", *names], *_measure_rows(comparison)]),
        (words("sheet.findings"), _line_rows(comparison)),
        (
            words("sheet.coverage"),
            [[words("head.category"), words("head.stage"), *names], *_cell_rows(comparison)],
        ),
    ]
    write_files(path.parent, {path.name: workbook(sheets, rtl=words.language == "fa")})


def _words(comparison: Comparison) -> Texts:
    return texts_in(comparison.analyses[0].lang, "trying")


def write_html(comparison: Comparison, path: Path, *, force: bool = False) -> None:
    """The page of the first company with what differs from it as its first view.

    Raises CallError for a file that is there (unless ``force``), InputError where it cannot be
    written.
    """
    from tpgraph.views.page import render_page
    from tpgraph.views.snapshot.comparing import comparison_snapshot

    require_free(path, force=force)
    write_files(path.parent, {path.name: render_page(comparison_snapshot(comparison)).encode()})


def titles(comparison: Comparison) -> list[str]:
    """What each is called: its name, or its path where names would not tell them apart."""
    names = [a.inventory.company.name for a in comparison.analyses]
    if len(set(names)) == len(names):
        return names
    paths = [Path(a.inventory.path) for a in comparison.analyses]
    short = [p.stem if p.suffix else p.name for p in paths]
    return short if len(set(short)) == len(short) else [str(p) for p in paths]


def _shown(rows: Sequence[Sequence[Any]], words: Texts) -> list[list[str]]:
    return [[str(words.shown(cell)) for cell in row] for row in rows]


def _measure_rows(comparison: Comparison) -> list[list[Any]]:
    words = _words(comparison)
    statuses = comparison.analyses[0].texts
    return [
        [_measure_name(m, words, statuses), *("?" if x is None else x for x in m.values)]
        for m in comparison.measures
    ]


def _measure_name(measure: Measure, words: Texts, statuses: Texts) -> str:
    kind, _, of = measure.name.partition(" ")
    if kind in ("touchpoints", "active", "cost"):
        return words(f"measure.{kind}", of=of)
    return f"{statuses(f'status.{kind}')} {of}".strip()


def _cell_rows(comparison: Comparison) -> list[list[Any]]:
    words = _words(comparison)
    label = comparison.analyses[0].narrator.label
    return [
        [
            label(c.category) if c.category else words("compare.no_category"),
            label(c.stage) if c.stage else words("compare.no_stage"),
            *c.counts,
        ]
        for c in cells(comparison)
    ]


def _line_rows(comparison: Comparison) -> list[list[str]]:
    words = _words(comparison)
    heads = [words("head.verdict"), words("head.rule"), words("head.concerns")]
    rows = [_line_row(line, comparison) for line in comparison.lines]
    return [[*heads, *titles(comparison)], *rows]


def _line_row(line: Line, comparison: Comparison) -> list[str]:
    words, narrator = _words(comparison), comparison.analyses[0].narrator
    verdicts = " / ".join(words(f"verdict.{verdict}") for verdict in line.verdicts)
    term = narrator.area_term(line.area or "")
    area = narrator.label(term) if term else line.area
    concerns = words.listed(line.concerns) + (f" ({area})" if area else "")
    statuses = texts_in(words.language)
    told = (statuses(f"status.{s}") if s else "–" for s in line.statuses)
    return [verdicts, line.rule, concerns, *told]
