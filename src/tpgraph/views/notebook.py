"""The page, a summary and tables of an analysis inside a notebook, without a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tpgraph.inventory.audience import company_title
from tpgraph.model import Finding
from tpgraph.phrases import digits
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.texts import texts_in
from tpgraph.views.safe import clipped

if TYPE_CHECKING:
    from tpgraph.views.coverage import Coverage

HEIGHT_PX = 720
WORST_SHOWN = 10
ADVICE_SHOWN = 5
_RIGHT_TO_LEFT = {"fa"}
_MARKS = {"gap": "◆", "unknown": "?", "ok": "✓"}  # told apart without colours
_CELL = "text-align:start;vertical-align:top"
_FIGURE = "text-align:center"


class PageFrame:
    """The page in a frame of its own; JupyterLab and VS Code show it where it is the last value."""

    def __init__(self, page: str, height_px: int = HEIGHT_PX) -> None:
        self.page = page
        self.height_px = height_px

    def _repr_html_(self) -> str:
        from html import escape

        # A frame of its own keeps the page's styles and scripts away from the notebook's.
        return (
            f'<iframe srcdoc="{escape(self.page)}" sandbox="allow-scripts allow-downloads" '
            f'style="width:100%;height:{self.height_px}px;border:1px solid #ccc" '
            'title="tpgraph"></iframe>'
        )


class Findings(list[Finding]):
    """Findings as a list that also shows itself as a table, in the language of its messages."""

    COLUMNS = ("status", "level", "rule", "concerns", "message", "id")

    def __init__(self, findings: Iterable[Finding] = (), lang: str = "en") -> None:
        super().__init__(findings)
        self.lang = lang

    def records(self) -> list[dict[str, Any]]:
        """One record a finding, with names for what it concerns."""
        return [
            {
                "status": f.status,
                "level": f.level,
                "rule": f.rule,
                "concerns": ", ".join(f.labels[c] for c in f.concerns),
                "message": f.message,
                "id": f.id.rsplit("/", 1)[-1],
            }
            for f in self
        ]

    def to_frame(self) -> Any:
        """A ``pandas.DataFrame`` with the columns ``COLUMNS``. CallError without pandas."""
        from tpgraph.query.frames import frame

        return frame(self.records(), self.COLUMNS)

    def _repr_html_(self) -> str:
        texts = texts_in(self.lang)
        heads = [texts(f"head.{name}") for name in ("status", "level", "rule", "concerns", "why")]
        rows = (
            [
                f"{_MARKS[f.status]}\u00a0{texts(f'status.{f.status}')}",
                texts(f"level.{f.level}"),
                f.rule,
                texts.listed(f.labels[c] for c in f.concerns),
                f.message,
            ]
            for f in self
        )
        return _table(heads, rows, self.lang)


def coverage_html(coverage: Coverage, lang: str) -> str:
    """The matrix as a table: counts in its cells, at each head its name, status and count."""
    texts, words = texts_in(lang), texts_in(lang, "trying")

    def head(label: str, status: str, count: int) -> str:
        return f"{_MARKS[status]} {label} ({digits(count, lang)})"

    heads = [
        words("head.category"),
        *(head(s.label, s.status, s.count) for s in coverage.stages),
        words("compare.no_stage"),
    ]
    names = [*(head(c.label, c.status, c.count) for c in coverage.categories)]
    rows = [
        [name, *(digits(len(cell), lang) for cell in cells)]
        for name, cells in zip([*names, words("compare.no_category")], coverage.cells, strict=True)
    ]
    statuses = ("gap", "unknown", "ok")
    legend = texts.listed(f"{_MARKS[s]} {texts(f'status.{s}')}" for s in statuses)
    return _table(heads, rows, lang, caption=legend, figures=True)


def analysis_html(analysis: Conclusions) -> str:
    """Name, counts, the worst gaps and the best advice: what to look at first."""
    texts, lang = analysis.texts, analysis.lang
    counts = analysis.counts
    line = texts(
        "summary.line",
        touchpoints=len(analysis.inventory.touchpoints),
        active=analysis.active_count,
        gaps=counts["gap"],
        unknown=counts["unknown"],
        ok=counts["ok"],
    )
    gaps = [f for f in analysis.findings if f.status == "gap"]
    parts = [f"<strong>{_said(company_title(analysis.inventory))}</strong><p>{_said(line)}</p>"]
    parts.append(Findings(gaps[:WORST_SHOWN], lang)._repr_html_())
    if advice := analysis.recommendations[:ADVICE_SHOWN]:
        heads = [texts(f"head.{name}") for name in ("do", "effort", "closes", "settles")]
        rows = (
            [
                r.message,
                texts(f"effort.{r.effort}"),
                digits(len(r.outcome.closes), lang),
                digits(len(r.outcome.makes_known), lang),
            ]
            for r in advice
        )
        parts.append(_table(heads, rows, lang))
    return f'<div lang="{lang}" dir="{_direction(lang)}">{"".join(parts)}</div>'


def _table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    lang: str,
    *,
    caption: str = "",
    figures: bool = False,
) -> str:
    """A table whose every cell is text; with ``figures`` all but the first of a row are numbers."""

    def row(cells: Sequence[str], tag: str) -> str:
        told = (
            f'<{tag} style="{_FIGURE if figures and at else _CELL}">{_said(cell)}</{tag}>'
            for at, cell in enumerate(cells)
        )
        return f"<tr>{''.join(told)}</tr>"

    title = f'<caption style="text-align:start">{_said(caption)}</caption>' if caption else ""
    body = "".join(row(cells, "td") for cells in rows)
    return (
        f'<table lang="{lang}" dir="{_direction(lang)}">{title}'
        f"<thead>{row(heads, 'th')}</thead><tbody>{body}</tbody></table>"
    )


def _said(text: str) -> str:
    from html import escape

    return escape(clipped(text, 2_000))


def _direction(lang: str) -> str:
    return "rtl" if lang in _RIGHT_TO_LEFT else "ltr"
