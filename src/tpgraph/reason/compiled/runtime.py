"""What compiled rules call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from tpgraph.reason.compiled import numbers, values
from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.compiled.paths import path_of

Row: TypeAlias = "tuple[str, ...]"  # None stands for no value
Ask: TypeAlias = "Callable[[Facts, frozenset[str]], list[list[Row]]]"


def index(
    rows: Iterable[tuple[str, ...]], shared: list[int], new: list[int]
) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """Rows by the columns that they are asked by: the others of each."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in rows:
        found.setdefault(tuple([row[i] for i in shared]), []).append(tuple([row[i] for i in new]))
    return found


def grouped(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Rows by their key."""
    found: dict[str, list[str]] = {}
    for key, row in rows:
        found.setdefault(key, []).append(row)
    return found


NAMES = {
    name: getattr(module, name)
    for module in (numbers, values)
    for name in dir(module)
    if not name.startswith("_")
}
NAMES |= {"index": index, "grouped": grouped, "path_of": path_of, "re": re}


def made_of(source: str) -> Ask:
    """The function of a compiled rule."""
    names: dict[str, object] = {}
    exec(compile(source, "<rule>", "exec"), NAMES, names)
    return names["make"]()  # type: ignore[no-any-return,operator]
