"""Commands whose parser is made when it is asked for: a start pays for one command, not for all."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

Make = Callable[[str], argparse.ArgumentParser]
if TYPE_CHECKING:
    _Action: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    _Action = argparse._SubParsersAction  # which takes no type when it is run


class Commands(_Action):
    """The commands below a parser: names and what they are for now, options when asked for.

    Whoever walks ``choices`` (help of all, documentation, tests) meets every parser.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._made = _Made(self._prog_prefix)
        # argparse looks a command up in the one and names what may be chosen by the other.
        self._name_parser_map = self.choices = cast("dict[str, Any]", self._made)

    def later(self, name: str, text: str, make: Make) -> None:
        """Adds a command; ``make`` is given how it is called in full, such as ``tpgraph gaps``."""
        self._choices_actions.append(self._ChoicesPseudoAction(name, (), text))
        self._made.makers[name] = make


class _Made(Mapping[str, argparse.ArgumentParser]):
    """The parsers by name, each made once."""

    def __init__(self, prog: str) -> None:
        self.makers: dict[str, Make] = {}
        self._prog = prog
        self._parsers: dict[str, argparse.ArgumentParser] = {}

    def __getitem__(self, name: str) -> argparse.ArgumentParser:
        if name not in self._parsers:
            self._parsers[name] = self.makers[name](f"{self._prog} {name}")
        return self._parsers[name]

    def __contains__(self, name: object) -> bool:
        return name in self.makers

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)
