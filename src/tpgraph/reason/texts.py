"""Short texts of the commands and proofs, in one of five languages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[1] / "texts"
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a language; calling it with a key gives the text with its slots filled."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **slots: object) -> str:
        """The text of a key with its slots filled."""
        return fill(self.table[key], **slots)


@cache
def texts_in(language: str, part: str = "") -> Texts:
    """The texts of a language; a key that it lacks is taken from English.

    ``part`` is a folder of further texts, such as ``start``.
    """
    folder = _FOLDER / part
    table = json.loads((folder / "en.json").read_bytes())
    if language != "en":
        table |= json.loads((folder / f"{language}.json").read_bytes())
    return Texts(language, table)


def fill(template: str, **slots: object) -> str:
    """Fills ``{name}`` slots; text that comes from an inventory is never read as a template."""
    return _SLOT.sub(lambda m: str(slots.get(m[1], m[0])), template)
