"""The questions that `tpgraph init` asks on a terminal; Enter takes the default of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from tpgraph.cli.shared import say
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.columns import expand_scope
from tpgraph.inventory.company import TERM_KEYS
from tpgraph.inventory.recognise import closest, load_index
from tpgraph.text import normalise
from tpgraph.views.choices import Choices, choices_in
from tpgraph.views.new_company import Answers
from tpgraph.views.safe import clipped
from tpgraph.vocabulary import COLUMNS

# The columns that are closed most often; any other may be named.
_OFTEN_COMPLETE = ("category", "stages", "modality", "goals", "owner", "leads_to", "supports")

# One part of an answer to what it stands for, or, where it is not understood, to what is near it.
Understand: TypeAlias = "Callable[[str], tuple[str | None, Sequence[str]]]"


def ask_about_company(language: str, default_name: str) -> Answers:
    """Asks about a new company. Raises KeyboardInterrupt where somebody breaks off."""
    choices = choices_in(language)
    known = choices.texts("ask.not_known")
    name = _ask(choices, "name", default_name)
    industry = _choose(choices, "industry", known, several=False, open_list=True)
    size = _choose(choices, "size", known, several=False)
    goals = _choose(choices, "goals", known, several=True)
    return Answers(
        name=name or default_name,
        industry=industry[0] if industry else None,
        size=size[0] if size else None,
        goals=goals,
        complete=_complete(choices),
    )


def _ask(choices: Choices, key: str, default: str) -> str:
    say("")
    say(choices.texts(f"ask.{key}"))
    return _line(default)


def _line(default: str) -> str:
    say(f"[{default}]")
    try:
        return one_line(clean(input("> ")).text)
    except EOFError:  # Ctrl-D: somebody leaves before all was said
        raise KeyboardInterrupt from None


def _choose(
    choices: Choices, key: str, default: str, *, several: bool, open_list: bool = False
) -> tuple[str, ...]:
    """The values of a key, by number or by name; empty where the default is taken."""
    values = choices.of_key(key)
    index = load_index()
    said: set[str] = set()

    def understand(text: str) -> tuple[str | None, Sequence[str]]:
        if len(index.terms(TERM_KEYS[key], text)) == 1:
            return text, ()
        near = _near(text, values)
        # What is nearly a value is asked about once; said again, it is a word of one's own.
        if open_list and (not near or text in said):
            return text, ()
        said.add(text)
        return None, near

    say("")
    say(choices.texts(f"ask.{key}"))
    _list(choices, values)
    return _answer(choices, values, default, understand, several=several)


def _complete(choices: Choices) -> tuple[str, ...] | Literal["all"]:
    index = load_index()
    values = [choices.heading(column) for column in _OFTEN_COMPLETE]
    everything = choices.texts("ask.everything")

    def understand(text: str) -> tuple[str | None, Sequence[str]]:
        if text == everything or len(expand_scope(text, index)) == len(COLUMNS):
            return everything, ()
        if expand_scope(text, index):
            return text, ()
        return None, _near(text, (*choices.headings(), everything))

    say("")
    say(choices.texts("ask.complete"))
    offered = (*values, everything)
    _list(choices, offered)
    none = choices.texts("ask.no_columns")
    answers = _answer(choices, offered, none, understand, several=True)
    if everything in answers:
        return "all"
    named = {column for answer in answers for column in expand_scope(answer, index)}
    return tuple(column for column in COLUMNS if column in named)


def _list(choices: Choices, values: Sequence[str]) -> None:
    for number, value in enumerate(values, start=1):
        say(f"  {number:>2}  {value}")


def _answer(
    choices: Choices,
    values: Sequence[str],
    default: str,
    understand: Understand,
    *,
    several: bool,
) -> tuple[str, ...]:
    """Asks until all of an answer is understood."""
    while True:
        text = _line(default)
        # A number's place in the list, in the digits of any script.
        parts = re.split(r"[,;|،؛]", text) if several or _is_numbers(text) else [text]
        parts = [part.strip() for part in parts if part.strip()]
        found = [_one(part, values, understand) for part in parts]
        lost = [(p, near) for p, (value, near) in zip(parts, found, strict=True) if value is None]
        if not several and len(parts) > 1:
            say(choices.texts("ask.one"))
        elif not lost:
            return tuple(dict.fromkeys(value for value, _ in found if value is not None))
        for part, near in lost:
            say(choices.texts("ask.again", value=clipped(part, 60)))
            say(
                choices.texts("ask.near", values=", ".join(near))
                if near
                else choices.texts("ask.choose")
            )


def _is_numbers(text: str) -> bool:
    return bool(text) and all(part.strip().isdecimal() for part in re.split(r"[,;|،؛]", text))


def _one(
    part: str, values: Sequence[str], understand: Understand
) -> tuple[str | None, Sequence[str]]:
    if part.isdecimal():
        number = int(part[:9])
        return (values[number - 1], ()) if 1 <= number <= len(values) else (None, ())
    return understand(part)


def _near(text: str, values: Sequence[str]) -> Sequence[str]:
    """The values that look like ``text``, else those that hold it."""
    word = normalise(text)
    within = [value for value in values if word and word in normalise(value)]
    return closest(text, values, 3) or within[:3]
