"""Reads what stands before and after the pattern of a subselect."""

from __future__ import annotations

from tpgraph.reason.delta.reading import tokens
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import Expression

_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX"})


class Head(list[tuple[str, "Expression | None"]]):
    """The variables that a subselect gives, each with its expression if it has one."""

    distinct = False
    grouped = False


def head_of(text: str) -> Head:
    """What is given. Raises UnreadableError for what is not known here."""
    words = [token.text for token in tokens(text)]
    found = Head()
    if words and words[0].upper() == "DISTINCT":
        found.distinct = True
        words = words[1:]
    while words:
        if words[0].startswith("?"):
            found.append((words.pop(0), None))
            continue
        inner, words = _in_parentheses(words)
        if len(inner) < 3 or inner[-2].upper() != "AS":
            raise UnreadableError("an expression without a name")
        found.append((inner[-1], tuple(inner[:-2])))
        found.grouped |= any(word.upper() in _AGGREGATES for word in inner)
    return found


def tail_of(text: str) -> tuple[list[str], list[Expression]]:
    """The variables of GROUP BY, and the conditions of HAVING."""
    words = [token.text for token in tokens(text)]
    keys, conditions = [], list[Expression]()
    if [word.upper() for word in words[:2]] == ["GROUP", "BY"]:
        words = words[2:]
        while words and words[0].startswith("?"):
            keys.append(words.pop(0))
    if words and words[0].upper() == "HAVING":
        inner, words = _in_parentheses(words[1:])
        conditions.append(tuple(inner))
    if words:
        raise UnreadableError(f"not known after a subselect: {words[0]}")
    return keys, conditions


def _in_parentheses(words: list[str]) -> tuple[list[str], list[str]]:
    """What stands in the parentheses with which the words begin, and what follows them."""
    depth = 0
    for place, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if place and depth == 0 and words[0] == "(":
            return words[1:place], words[place + 1 :]
    raise UnreadableError("parentheses expected")
