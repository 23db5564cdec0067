"""What the API answers: the same JSON as the commands give, for a company that is served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from tpgraph.phrases import phrase, shown
from tpgraph.pipeline import Analysis
from tpgraph.serve.overview import overview
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.state import State
from tpgraph.text import normalise
from tpgraph.views.answers import (
    analysis_envelope,
    envelope,
    findings_json,
    problem_json,
    proof_json,
    recognition_json,
    recommendations_json,
)

STATUSES = ("gap", "unknown", "ok", "all")
LEVELS = ("high", "medium", "low")
_ADD, _REMOVE, _CHANGE = "add", "remove", "change"
EDITS_MAX, CELLS_MAX, CELL_MAX_CHARACTERS = 50, 60, 2_000


def today() -> str:
    """The day of an answer that is about no company."""
    return date.today().isoformat()


def companies(state: State, lang: str, sought: str) -> dict[str, Any]:
    """A row for each company, with its numbers."""
    rows = [
        asdict(row)
        for row in overview(state, lang).rows
        if normalise(sought) in normalise(row.name)
    ]
    columns = list(rows[0]) if rows else []
    return envelope(lang, None, today(), columns=columns, rows=rows)


def findings(analysis: Analysis, asked: Mapping[str, str]) -> dict[str, Any]:
    """Findings by ``status`` (gap), ``rule``, ``level`` and ``concerns``, at most ``limit``."""
    status = asked.get("status", "gap")
    one_of("status", status, STATUSES)
    if "level" in asked:
        one_of("level", asked["level"], LEVELS)
    if "rule" in asked:
        analysis.require_rule(asked["rule"])
    found = analysis.findings if status in ("gap", "unknown") else analysis.all_findings
    chosen = [
        f
        for f in found
        if status in ("all", f.status)
        and asked.get("rule", f.rule) == f.rule
        and asked.get("level", f.level) == f.level
        and ("concerns" not in asked or asked["concerns"] in f.concerns)
    ]
    return findings_json(analysis, chosen[: limit(asked)])


def explained(analysis: Analysis, id_: str) -> dict[str, Any]:
    """A finding with its proof, step by step."""
    return proof_json(analysis, analysis.finding(id_))


def recommendations(analysis: Analysis, asked: Mapping[str, str]) -> dict[str, Any]:
    """What to do, best first, at most ``limit``."""
    return recommendations_json(analysis, analysis.recommendations[: limit(asked)])


def problems(analysis: Analysis) -> dict[str, Any]:
    """What is wrong or doubtful in the inventory, each with its place and the mend."""
    found = [problem_json(p) for p in analysis.check()]
    recognised = [recognition_json(r, analysis.lang) for r in analysis.inventory.recognitions]
    return analysis_envelope(analysis, problems=found, recognitions=recognised)


def coverage(analysis: Analysis) -> dict[str, Any]:
    """Categories by stages: how many active touchpoints stand in each cell, and each head."""
    matrix = analysis.coverage
    columns = [*matrix.stages, None]
    rows = [
        {
            "category": category.iri if category else None,
            "category_label": category.label if category else None,
            "category_status": category.status if category else None,
            "stage": stage.iri if stage else None,
            "stage_label": stage.label if stage else None,
            "stage_status": stage.status if stage else None,
            "touchpoints": len(cell),
        }
        for category, cells in zip([*matrix.categories, None], matrix.cells, strict=True)
        for stage, cell in zip(columns, cells, strict=True)
    ]
    return analysis_envelope(analysis, columns=list(rows[0]), rows=rows)


def what_if(analysis: Analysis, asked: Any) -> dict[str, Any]:
    """What would be otherwise after edits: ``add`` rows, ``remove`` names, ``change`` cells."""
    from tpgraph.views.what_if_answers import what_if_json

    add, remove, change = _edits(asked)
    return what_if_json(analysis.what_if(add=add, remove=remove, change=change))


def _edits(
    asked: Any,
) -> tuple[list[dict[str, str]], list[str], dict[str, dict[str, str]]]:
    """The edits of a body. Raises RefusedError where it has another form or is too large."""
    if not isinstance(asked, dict):
        raise _wrong("", "object")
    if unknown := sorted(map(str, asked.keys() - {_ADD, _REMOVE, _CHANGE})):
        raise _wrong(f"/{unknown[0]}", f"{_ADD}, {_REMOVE}, {_CHANGE}")
    add, remove = asked.get(_ADD, []), asked.get(_REMOVE, [])
    change = asked.get(_CHANGE, {})
    if not isinstance(add, list):
        raise _wrong(f"/{_ADD}", "array")
    if not isinstance(remove, list) or not all(isinstance(name, str) for name in remove):
        raise _wrong(f"/{_REMOVE}", "array of strings")
    if not isinstance(change, dict):
        raise _wrong(f"/{_CHANGE}", "object")
    if not 1 <= len(add) + len(remove) + len(change) <= EDITS_MAX:
        raise RefusedError(422, phrase("serve.edits", count=EDITS_MAX), pointer="")
    added = [_cells(cells, f"/{_ADD}/{n}") for n, cells in enumerate(add)]
    changed = {name: _cells(cells, f"/{_CHANGE}/{name}") for name, cells in change.items()}
    return added, remove, changed


def _cells(cells: Any, pointer: str) -> dict[str, str]:
    if not isinstance(cells, dict) or not cells or len(cells) > CELLS_MAX:
        raise _wrong(pointer, "object of columns and values")
    found = {}
    for column, value in cells.items():
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise _wrong(f"{pointer}/{column}", "string or number")
        text = str(value)
        if len(text) > CELL_MAX_CHARACTERS or len(column) > CELL_MAX_CHARACTERS:
            raise _wrong(f"{pointer}/{column}", f"at most {CELL_MAX_CHARACTERS} characters")
        found[column] = text
    return found


def _wrong(pointer: str, known: str) -> RefusedError:
    return RefusedError(
        422, phrase("serve.body", pointer=shown(pointer or "/"), known=known), pointer=pointer
    )


def limit(asked: Mapping[str, str]) -> int | None:
    """How many at most. Raises RefusedError (400) for what is no such number."""
    text = asked.get("limit")
    if text is None:
        return None
    fits = text.isascii() and text.isdigit() and len(text) <= 6
    if not fits or not 1 <= int(text) <= 100_000:
        raise RefusedError(400, phrase("serve.limit", value=shown(text)), parameter="limit")
    return int(text)


def one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    """Raises RefusedError (400) for a parameter's value that is none of those known."""
    if value not in known:
        told = phrase("serve.one-of", name=name, value=shown(value), known=known)
        raise RefusedError(400, told, parameter=name, allowed=list(known))
