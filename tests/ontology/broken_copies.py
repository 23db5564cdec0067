"""The updates of ``broken/``: each breaks one check, and says which term the check must name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tpgraph.reason.gate.source import PREFIXES

FOLDER = Path(__file__).parent / "broken"
_HEAD = re.compile(r"# names: (\S+)\n")


@dataclass(frozen=True, slots=True)
class BrokenCopy:
    """A check, the SPARQL Update that breaks it, and the IRI of the term that breaks."""

    check: str
    term: str
    update: str


def broken_copies() -> dict[str, BrokenCopy]:
    found = {}
    for path in sorted(FOLDER.glob("*.ru")):
        text = path.read_text(encoding="utf-8")
        head = _HEAD.match(text)
        assert head, f"{path.name}: the first line says `# names: TERM`"
        found[path.stem] = BrokenCopy(path.stem, _iri(head[1]), text[head.end() :])
    return found


def _iri(word: str) -> str:
    if word.startswith("<"):
        return word.strip("<>")
    prefix, _, local = word.partition(":")
    return PREFIXES[prefix] + local
