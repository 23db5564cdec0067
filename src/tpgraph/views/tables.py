"""Tables and proofs for the terminal, by rich; nothing from an inventory is taken as markup."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from tpgraph.model import Finding, Problem, Recommendation
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.explain import Proof
from tpgraph.reason.texts import Texts
from tpgraph.views.safe import clipped, printable

# Longer names than this are cut in tables; files have them whole.
NAME_MAX_CHARACTERS = 120
_STYLE = {
    "high": "bold red",
    "medium": "yellow",
    "low": "",
    "error": "bold red",
    "warning": "yellow",
}


def width() -> int:
    """The terminal's columns; 100 where the output is not a terminal."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size((100, 24)).columns
    return shutil.get_terminal_size((100, 24)).columns if "COLUMNS" in _environ() else 100


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    ratios: Sequence[int] | None = None,
    styles: Sequence[str] = (),
) -> str:
    """A table as text, as wide as the terminal at most; ``styles`` gives each row's colour."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, expand=False, pad_edge=False, padding=(0, 1))
    for i, head in enumerate(heads):
        ratio = ratios[i] if ratios else None
        grid.add_column(Text(head), overflow="fold", ratio=ratio or None, no_wrap=ratio == 0)
    for n, row in enumerate(rows):
        style = styles[n] if n < len(styles) else ""
        cells = [Text(printable(clipped(str(c), 2_000))) for c in row]
        if style and cells:
            cells[0].stylize(style)
        grid.add_row(*cells)
    return _render(grid)


def findings_table(findings: Sequence[Finding], texts: Texts) -> str:
    """Findings: level, what it concerns, what is found; worst first."""
    rows = []
    styles = []
    for f in findings:
        head = texts(f"level.{f.level}") if f.status == "gap" else texts(f"status.{f.status}")
        message = f.message
        if f.accepted:
            message += f" ({texts('accepted', reason=f.accepted.reason)})"
        rows.append([head, f.rule, message, f.id.rsplit("/", 1)[-1][:8]])
        styles.append(_STYLE[f.level] if f.status == "gap" and not f.accepted else "dim")
    heads = [texts("head.level"), texts("head.rule"), texts("head.finding"), "id"]
    return table(heads, rows, ratios=[0, 1, 3, 0], styles=styles)


def recommendations_table(recommendations: Sequence[Recommendation], texts: Texts) -> str:
    """Recommendations: what to do, effort, how many findings it closes, opens, makes known."""
    rows = []
    for r in recommendations:
        what = r.message
        why = "; ".join(dict.fromkeys(s.why for s in r.suggestions if s.why))
        if why:
            what += f" ({why})"
        if r.caveat:
            what += f" {r.caveat}"
        rows.append(
            [
                texts(f"action.{r.edits[0].action}"),
                what,
                texts(f"effort.{r.effort}"),
                str(len(r.outcome.closes)),
                str(len(r.outcome.opens)),
                str(len(r.outcome.makes_known)),
            ]
        )
    heads = [
        "",
        texts("head.do"),
        texts("head.effort"),
        texts("head.closes"),
        texts("head.opens"),
        texts("head.settles"),
    ]
    return table(heads, rows, ratios=[0, 4, 0, 1, 1, 1])


def problems_table(problems: Sequence[Problem]) -> str:
    """Problems like a compiler: place, what is wrong, the mend."""
    out = []
    for p in problems:
        line = f"{p.place}: {p.severity}: {clipped(p.message, 500)}"
        if p.mend:
            line += f"\n    {clipped(p.mend, 500)}"
        out.append(printable(line))
    return "\n".join(out) + ("\n" if out else "")


def proof_text(proof: Proof, analysis: Conclusions) -> str:
    """A proof, step by step, for the terminal."""
    f = proof.finding
    texts, label = analysis.texts, analysis.narrator.label
    lines = [
        f"{f.title} [{texts(f'status.{f.status}')}, {texts(f'level.{f.level}')}]",
        f.message,
        "",
    ]
    lines.append(f"{texts('proof.rule')}: {f.rule} ({proof.rule_path})")
    lines.append(f"    {proof.rationale}")
    if f.facts:
        lines.append(f"{texts('proof.facts')}:")
        for fact in f.facts:
            place = str(fact.source) if fact.source else texts("source.kind")
            shown = clipped(label(fact.o) if fact.o.startswith("http") else fact.o, 200)
            lines.append(f"    {label(fact.s)} · {label(fact.p)} · {shown}   [{place}]")
    if proof.inferences:
        lines.append(f"{texts('proof.inferences')}:")
        for i in proof.inferences:
            chain = " ⊑ ".join(label(c) for c in i.chain)
            arrow = "⇒" if i.basis == "axiom" else "~"
            where = f"   [{i.fact.source}]" if i.fact else ""
            lines.append(f"    {label(i.touchpoint)}: {chain} {arrow} {label(i.value)}{where}")
    if f.sought:
        lines.append(texts("proof.sought", pattern=f.sought.pattern, count=f.sought.count))
    if f.measured is not None:
        lines.append(f"{texts('proof.measured')}: {f.measured:g}")
    if f.threshold is not None:
        source = f" ({f.threshold_source})" if f.threshold_source else ""
        lines.append(f"{texts('proof.threshold')}: {f.threshold:g}{source}")
    if f.settled_by:
        lines.append(f"{texts('proof.settledBy')}:")
        lines += [f"    {s.text}" for s in f.settled_by]
    note = re.sub(r"^[\d۰-۹.,٫]+\s*[:：]\s*", "", proof.severity_note or "")
    lines.append(f"{texts('proof.severity')}: {f.severity:g}" + (f" ({note})" if note else ""))
    lines.append(f"{texts('proof.evidence')}:")
    lines += [f"    {e.kind} {e.ref}: {e.text}" for e in f.evidence]
    if f.accepted:
        lines.append(texts("accepted", reason=f.accepted.reason))
    return printable("\n".join(lines)) + "\n"


def _render(renderable: Any) -> str:
    import io

    from rich.console import Console

    out = io.StringIO()
    color = sys.stdout.isatty() and "NO_COLOR" not in _environ()
    console = Console(
        file=out,
        width=width(),
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
    )
    console.print(renderable)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def _environ() -> Any:
    import os

    return os.environ
