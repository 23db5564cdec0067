"""A what-if as JSON and as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tpgraph.model import Edit, Recommendation
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.texts import texts_in
from tpgraph.views.answers import (
    analysis_envelope,
    edit_json,
    finding_json,
    problem_json,
    recommendation_json,
)
from tpgraph.views.safe import clipped, printable
from tpgraph.views.tables import problems_table, table
from tpgraph.views.what_if import WHATS, WhatIf


def what_if_json(what_if: WhatIf[Any]) -> dict[str, Any]:
    """The changes of findings, coverage and recommendations, with the edits and their problems."""
    return analysis_envelope(
        what_if.before,
        edits=[edit_json(e) for e in what_if.edits],
        changes=[
            {
                "what": c.what,
                "before": c.before,
                "after": c.after,
                "finding": finding_json(c.finding),
            }
            for c in what_if.findings
        ],
        coverage=[asdict(c) for c in what_if.coverage],
        recommendations={
            "gained": [recommendation_json(r) for r in what_if.recommendations_gained],
            "lost": [recommendation_json(r) for r in what_if.recommendations_lost],
        },
        problems=[problem_json(p) for p in what_if.problems],
    )


def what_if_text(what_if: WhatIf[Any]) -> str:
    """What closes, opens, gets known or unknown; then coverage, recommendations, problems."""
    before: Conclusions = what_if.before
    texts, words = before.texts, texts_in(before.lang, "trying")
    out = [edits_text(what_if.edits, what_if.analysis)]
    if what_if.findings:
        rows = [
            [
                words(f"whatif.{c.what}"),
                c.finding.rule,
                f"{c.finding.title}: {c.finding.message}",
                c.finding.id.rsplit("/", 1)[-1][:8],
            ]
            for c in what_if.findings
        ]
        heads = ["", texts("head.rule"), texts("head.finding"), "id"]
        out.append(table(heads, rows, ratios=[0, 1, 3, 0]))
        counts = [sum(1 for c in what_if.findings if c.what == what) for what in WHATS]
        out.append(
            words.parted(
                f"{words(f'whatif.{what}')}: {words.shown(count)}"
                for what, count in zip(WHATS, counts, strict=True)
            )
            + "\n"
        )
    else:
        out.append(words("whatif.nothing") + "\n")
    if what_if.coverage:
        label = before.narrator.label
        rows = [
            [
                label(c.category) if c.category else words("compare.no_category"),
                label(c.stage) if c.stage else words("compare.no_stage"),
                f"{words.shown(c.before)} → {words.shown(c.after)}",
            ]
            for c in what_if.coverage
        ]
        heads = [words("head.category"), words("head.stage"), words("head.coverage")]
        out.append("\n" + table(heads, rows))
    for key, found in (
        ("whatif.gained", what_if.recommendations_gained),
        ("whatif.lost", what_if.recommendations_lost),
    ):
        out.append(_recommendations(words(key), found))
    if what_if.problems:
        out.append("\n" + problems_table(what_if.problems))
    return "".join(out)


def edits_text(edits: Sequence[Edit], analysis: Conclusions) -> str:
    """One line an edit: what is done, to what, with which cells."""
    texts, label = analysis.texts, analysis.narrator.label
    lines = []
    for e in edits:
        name = label(e.target) if e.target else e.cells.get("name") or e.cells.get("type", "")
        shown = ", ".join(f"{c} = {text}" for c, text in e.cells.items() if c != "name")
        lines.append(f"{texts(f'action.{e.action}')}: {name}" + (f" ({shown})" if shown else ""))
    return "".join(printable(clipped(line, 500)) + "\n" for line in lines)


def _recommendations(title: str, found: Sequence[Recommendation]) -> str:
    if not found:
        return ""
    lines = [f"  {clipped(r.message, 500)}" for r in found]
    return printable("\n".join(["", title, *lines])) + "\n"
