"""Finds the platform that a name mentions: "our Facebook page", "صفحه گوگل پلاس"."""

from __future__ import annotations

import re

from tpgraph.inventory.recognise import PLATFORMS, Index

_BETWEEN = r"[^\w+\u200c]+"
_LONGEST = 3  # words of a platform's name
_LEAST = 2  # letters: a letter alone names nothing


def platforms_in(index: Index, name: str) -> tuple[str, ...]:
    """The IRIs of the platforms named in ``name``, as it names them; the longest name counts."""
    words = [word for word in re.split(_BETWEEN, name) if word]
    found: dict[str, None] = {}
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            said = " ".join(words[at : at + length])
            iris = index.terms(PLATFORMS, said) if len(said) >= _LEAST else ()
            if len(iris) == 1:
                found[iris[0]] = None
                at += length - 1
                break
        at += 1
    return tuple(found)
