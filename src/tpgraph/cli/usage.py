"""Help and errors of the command line itself in the reader's language: argparse speaks English."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from tpgraph.model import LANGUAGES
from tpgraph.phrases import fill, matched
from tpgraph.views.terminal import terminal_columns

_FOLDER = Path(__file__).resolve().parents[1] / "texts" / "usage"


def asked_language(argv: Sequence[str]) -> str:
    """The language that the words of a command ask for, before they are understood.

    >>> asked_language(["gaps", "--lang=ro"]), asked_language(["gaps", "--lang", "xx"])
    ('ro', 'en')
    """
    found = "en"
    for word, following in pairwise([*argv, ""]):
        if word == "--":
            break
        option, equals, value = word.partition("=")
        # argparse takes the beginning of an option's name for the option.
        if len(option) > 2 and "--lang".startswith(option):
            found = value if equals else following
    return found if found in LANGUAGES else "en"


@cache
def usage_table(language: str) -> Mapping[str, str]:
    """What stands for each English text of the parser and of argparse; empty for English."""
    if language == "en":
        return {}
    table: dict[str, str] = json.loads((_FOLDER / f"{language}.json").read_bytes())
    return table


class Formatter(argparse.HelpFormatter):
    """Help whose first word is in the language, too, and as wide as the terminal."""

    def __init__(self, prog: str, language: str = "en", **settings: Any) -> None:
        # argparse makes one for each option that is declared, and would import shutil for this.
        settings.setdefault("width", terminal_columns(80) - 2)
        super().__init__(prog, **settings)
        self._language = language

    def add_usage(
        self, usage: Any, actions: Iterable[Any], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        """The line that says how a command is written."""
        word = usage_table(self._language).get("usage: ") if prefix is None else prefix
        super().add_usage(usage, actions, groups, word)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in its language; ``speak`` says in which."""

    language = "en"

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=Formatter, **settings)

    def error(self, message: str) -> NoReturn:
        """Says how the command is written and what is wrong, and ends with 2."""
        if self.language == "en":
            super().error(message)
        self.print_usage(sys.stderr)
        word = usage_table(self.language)["error"]
        self.exit(2, f"{self.prog}: {word}: {translated(message, self.language)}\n")


def speak(parser: Parser, language: str) -> None:
    """Puts a parser and the names of its commands into a language; each is made to speak itself."""
    table = usage_table(language)
    if not table:
        return
    parser.language = language
    parser.formatter_class = partial(Formatter, language=language)
    parser.description = table.get(parser.description or "", parser.description)
    for group in parser._action_groups:
        group.title = table.get(group.title or "", group.title)
    for action in parser._actions:
        _speak_of(action, table)
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                choice.help = table.get(choice.help or "", choice.help)


def _speak_of(action: argparse.Action, table: Mapping[str, str]) -> None:
    action.help = table.get(action.help or "", action.help)
    takes_value = action.nargs != 0 and not action.choices
    if isinstance(action.metavar, str):
        action.metavar = table.get(action.metavar, action.metavar)
    elif takes_value and not isinstance(action, argparse._SubParsersAction):
        action.metavar = table.get(action.dest.upper(), action.metavar)


def translated(message: str, language: str) -> str:
    """What argparse says of a wrong call, in a language; as it is where it is not known."""
    for english, text in usage_table(language).items():
        if (slots := matched(english, message)) is not None:
            if "message" in slots:
                slots["message"] = translated(slots["message"], language)
            return fill(text, **slots)
    return message
