"""Writes values as TOML, so that a reader gets back what was written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

Item: TypeAlias = "str | bool | int | float | date | Sequence[str | bool | int | float | date]"


def toml_value(value: Item) -> str:
    r"""A text, a number, a day, true or false, or a list of them, as the right side of a TOML line.

    Raises ValueError for halves of surrogate pairs, which no file can hold.

    >>> toml_value('Café "Linden"'), toml_value(["a", "b"]), toml_value(True)
    ('"Café \\"Linden\\""', '["a", "b"]', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        value.encode("utf-8")
        # A JSON string is a TOML one, but for the one control character that JSON leaves alone.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"[{', '.join(map(toml_value, value))}]"
