"""Compiled rules that were made ready when the package was built, so that no run need wait for it.

The build writes them beside this module. A rule whose text is not among them is compiled when it is
first asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Any, NamedTuple

from tpgraph.reason.compiled.runtime import Ask, made_of

MODULE = "made"


class Program(NamedTuple):
    """A compiled rule as Python, and what is to be done with the rows that it gives."""

    source: str
    result: Any


def program_of(text: str, compiled: Callable[[str], Program]) -> tuple[Ask, Any]:
    """The function of a rule, and ``Program.result``; ``compiled`` compiles what is not ready."""
    if (ready := _ready().get(digest(text))) is not None:
        return ready[0](), ready[1]
    program = compiled(text)
    return made_of(program.source), program.result


def digest(text: str) -> str:
    """By what a rule's text is known."""
    return sha256(text.encode()).hexdigest()


@cache
def _ready() -> dict[str, Any]:
    try:
        made = import_module(f"tpgraph.reason.compiled.{MODULE}")
    except ModuleNotFoundError:
        return {}
    return made.PROGRAMS  # type: ignore[no-any-return]
