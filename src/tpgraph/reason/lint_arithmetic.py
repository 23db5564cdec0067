"""Finds arithmetic that engines do not agree on, though SPARQL 1.1 says what it means.

Oxigraph up to 0.5.11, which is what its WebAssembly build offers, computes a chain of operators of
one rank from the right: ``8 / 4 / 2`` is 4. Section 19.8 (rules 116 and 117) has it from the left.
Parentheses make it the same everywhere; a sum of nothing but ``+`` is exact in any order. And zero
times a fraction, ``0 * 0.5``, has no answer there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tpgraph.phrases import Phrase, phrase


class Word(Protocol):
    """What is needed of a token."""

    @property
    def word(self) -> str:
        """The word as it stands in the text."""

    @property
    def kind(self) -> str:
        """What sort of word it is: the name of its group in the tokenizer."""


_RANKS = {"+": "sum", "-": "sum", "*": "product", "/": "product"}
_OPENING, _CLOSING = "({[", ")}]"
_ENDING = frozenset(",<>=!&|")
_ENDING_WORDS = frozenset({"AS", "IN", "NOT", "DISTINCT"})


@dataclass(slots=True)
class _Level:
    """What is open at a word: whether expressions stand there, and the operators so far."""

    is_expression: bool
    chains: dict[str, list[str]] = field(default_factory=lambda: {"sum": [], "product": []})

    def end(self, *ranks: str) -> None:
        for rank in ranks or tuple(self.chains):
            self.chains[rank].clear()


def faulty_operators(tokens: Sequence[Word]) -> Iterator[tuple[int, Phrase]]:
    """The positions of operators that engines compute differently, and what to do about each."""
    levels = [_Level(False)]
    before: Word | None = None
    closed = False  # whether the bracket that ended before held an expression
    for i, token in enumerate(tokens):
        level = levels[-1]
        if token.kind == "bracket" or token.word in _OPENING:
            levels.append(_Level(token.word == "(" and _begins(level, before, closed)))
        elif token.word in _CLOSING and len(levels) > 1:
            closed = levels.pop().is_expression
        elif level.is_expression and token.word in _RANKS and _is_operand(before):
            rank = _RANKS[token.word]
            if rank == "sum":
                level.end("product")
            chain = level.chains[rank]
            chain.append(token.word)
            if len(chain) > 1 and set(chain) != {"+"}:
                known = "+ -" if rank == "sum" else "* /"
                yield i, phrase("lint.order", known=known)
            elif token.word == "*" and (_fraction(tokens, i, -1) or _fraction(tokens, i, 1)):
                yield i, phrase("lint.fraction", form="0 * 0.5")
        elif token.word in _ENDING or token.word.upper() in _ENDING_WORDS:
            level.end()
        before = token


def _begins(level: _Level, before: Word | None, closed: bool) -> bool:
    """Whether the ``(`` after this word opens an expression, not a path or a list of values."""
    if level.is_expression:
        return True
    if before is None:
        return False
    if before.word == ")":
        return closed
    return _is_keyword(before) and before.word.upper() != "VALUES"


def _is_keyword(token: Word) -> bool:
    return token.kind == "name" and ":" not in token.word


def _is_operand(token: Word | None) -> bool:
    """Whether an operator after this word stands between two operands; else it is a sign."""
    if token is None or _is_keyword(token):
        return False
    return token.kind != "other" or token.word.isdigit() or token.word in (")", ".")


def _fraction(tokens: Sequence[Word], i: int, step: int) -> bool:
    """Whether the number beside an operator has a decimal point; a digit is a word of its own."""
    i += step
    while 0 <= i < len(tokens) and tokens[i].word.isdigit():
        i += step
    return 0 <= i < len(tokens) and tokens[i].word == "."
