"""What to find out next, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tpgraph.model import Finding
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.texts import texts_in
from tpgraph.reason.unknowns import to_find_out
from tpgraph.views.safe import clipped
from tpgraph.views.tables import table

_SHOWN = 20
_FACT_MAX_CHARACTERS = 200


def next_table(analysis: Conclusions, findings: Sequence[Finding]) -> str:
    """The facts that settle most, with how many answers each settles alone or helps to settle."""
    texts = texts_in(analysis.lang, "proof")
    found = to_find_out(findings, analysis.inventory)
    rows = [
        [
            str(texts.shown(len(item.alone))),
            str(texts.shown(len(item.together))),
            clipped(item.fact.text, _FACT_MAX_CHARACTERS),
            texts.listed(item.rules),
        ]
        for item in found[:_SHOWN]
    ]
    heads = [texts(f"next.{name}") for name in ("alone", "together", "fact", "rules")]
    hidden = len(found) - _SHOWN
    more = texts("next.more", count=hidden) + "\n" if hidden > 0 else ""
    body = table(heads, rows, ratios=[1, 1, 3, 3])
    return f"{texts('next.head')}\n\n{body}{more}\n"


def next_json(analysis: Conclusions, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The same as JSON, all of them."""
    return [
        {
            "subject": item.fact.subject,
            "column": item.fact.column,
            "text": item.fact.text,
            "alone": list(item.alone),
            "together": list(item.together),
            "rules": list(item.rules),
        }
        for item in to_find_out(findings, analysis.inventory)
    ]
