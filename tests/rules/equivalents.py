"""Reads the mutants that mean the same as what they were made of, each with the reason."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

# The rule or check, its line, and what is changed there.
Key = tuple[str, str, str]


@cache
def of_file(path: Path) -> dict[Key, str]:
    """What an ``equivalent.toml`` holds: mutant to reason."""
    with path.open("rb") as file:
        entries = tomllib.load(file)["same"]
    return {(e["rule"], line, what): e["why"] for e in entries for line, what in e["mutants"]}
