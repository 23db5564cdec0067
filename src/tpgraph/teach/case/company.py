"""Writes an invented company as a folder that tpgraph reads: company.toml and touchpoints.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from tpgraph.inventory.toml import Item, toml_value
from tpgraph.teach.case.draft import Draft, Row
from tpgraph.teach.case.words import Words
from tpgraph.vocabulary import COLUMNS

METRICS = (
    "cost", "reach", "contacts", "clicks", "conversions", "satisfaction", "importance",
)  # fmt: skip
_TERMS = ("category", "stages", "goals", "modality", "personal", "ownership", "media")


def company_toml(draft: Draft, words: Words) -> str:
    """The company file, with the terms in the case's language."""
    setting = draft.setting
    lines: dict[str, Item] = {
        "name": draft.name,
        "industry": words.label(setting.industry),
        "size": words.label(setting.size),
        "sells": [words.label(offer) for offer in setting.sells],
        "sells_online": setting.sells_online,
        "has_store": setting.has_store,
        "goals": [words.label(goal) for goal in _goals()],
        "understanding_methods": [words.label(method) for method in draft.methods],
        "complete": list(draft.complete),
    }
    text = "".join(f"{key} = {toml_value(value)}\n" for key, value in lines.items())
    bounds = "".join(f"{key} = {value}\n" for key, value in draft.bounds.items())
    return f"{text}\n[bounds]\n{bounds}"


def _goals() -> tuple[str, ...]:
    from tpgraph.teach.case.draft import GOALS

    return GOALS


def touchpoints_csv(draft: Draft, words: Words, blank: Mapping[str, Iterable[str]]) -> str:
    """The list of touchpoints; ``blank`` holds, by touchpoint, the columns to leave blank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = [cells_of(row, words) for row in draft.rows]
    used = [column for column in COLUMNS if any(row.get(column) for row in rows)]
    writer.writerow([words.choices.heading(column) for column in used])
    for row in rows:
        left_out = set(blank.get(row["name"], ()))
        writer.writerow(["" if c in left_out else row.get(c, "") for c in used])
    return out.getvalue()


def cells_of(row: Row, words: Words) -> dict[str, str]:
    """The cells of a touchpoint, by canonical column, as they are written."""
    cells = {"name": row.name, "type": words.label(row.kind.name)}
    for column in _TERMS:
        labels = [words.label(term) for term in _in_order(column, getattr(row, column))]
        cells[column] = " | ".join(labels) or (words.none if column == "category" else "")
    cells["leads_to"] = " | ".join(other.name for other in row.links)
    cells["supports"] = words.yes if row.supports else words.no
    cells["feedback"] = words.yes if row.feedback else words.no
    return cells | row.cells


def _in_order(column: str, terms: Iterable[str]) -> list[str]:
    from tpgraph.teach.case.draft import STAGES

    return sorted(terms, key=STAGES.index if column == "stages" else None)


def write_folder(
    folder: Path, draft: Draft, words: Words, blank: Mapping[str, Iterable[str]] | None = None
) -> None:
    """Writes the two files into a folder that exists."""
    (folder / "company.toml").write_text(company_toml(draft, words), encoding="utf-8")
    table = touchpoints_csv(draft, words, blank or {})
    (folder / "touchpoints.csv").write_text(table, encoding="utf-8")
