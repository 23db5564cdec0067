"""A company file as rows: a key and its values in each, as the sheet of a company is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_ACCEPT = ("rule", "concerns", "reason", "until")


def company_rows(said: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The rows of what ``company.toml`` says; bounds as ``bounds.review_days``."""
    for key, value in said.items():
        if key == "bounds" and isinstance(value, Mapping):
            for bound, of_bound in value.items():
                yield f"bounds.{bound}", _texts(of_bound)
        elif key == "accept":
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Mapping):
                    yield "accept", [" | ".join(_texts(item.get(name, ""))) for name in _ACCEPT]
        elif value == []:
            yield key, ["none"]
        else:
            yield key, _texts(value)


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in value] if isinstance(value, list) else [_text(value)]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
