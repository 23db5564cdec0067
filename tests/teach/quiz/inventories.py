"""A case's touchpoints as an inventory, and what the rules find in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import tpgraph
from tests.teach.quiz.lookup import TPG

COLUMNS = {"stage": "stages", "category": "category"}


def uncovered(kinds: Iterable[str], prop: str, *, complete: bool) -> dict[str, str]:
    """Each stage or category to the status of its coverage; ``ok`` ones among them."""
    with tempfile.TemporaryDirectory() as folder:
        company = 'name = "Case"\n'
        if complete:
            company += f'complete = ["{COLUMNS[prop]}"]\n'
        Path(folder, "company.toml").write_text(company, encoding="utf-8")
        rows = [f"T{n},{kind.removeprefix(TPG)}" for n, kind in enumerate(kinds)]
        Path(folder, "touchpoints.csv").write_text(
            "\n".join(["name,type", *rows]) + "\n", encoding="utf-8"
        )
        analysis = tpgraph.analyze(folder)
        found = [f for f in analysis.all_findings if f.rule == f"{prop}-uncovered"]
        return {f.concerns[0]: f.status for f in found}
