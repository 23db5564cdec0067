"""The shape of a proof's steps: what each kind has to hold, no more and no less."""

from __future__ import annotations

from typing import Any

from tpgraph import vocabulary as v
from tpgraph.model import Place

_TPG = v.NAMESPACE
_WORK = "https://w3id.org/tpgraph/working#"

# Triples that say how the graph is made, not what is so: they need no step of their own.
SILENT = frozenset(_TPG + n for n in ("ofCompany", "stated", "columnDefault", "columnEffective"))

_FACT = {"s": str, "p": str, "o": str}
_SOUGHT = {"name": str, "pattern": str, "count": int, "shown": list, "from": list}
_NUMBER = (int, float, type(None))
_TEXT = (str, type(None))
KINDS: dict[str, dict[str, Any]] = {
    "asserted": {**_FACT, "place": (dict, type(None))},
    "ontology": {**_FACT, "basis": str, "chain": list, "passages": list},
    "derived": {**_FACT, "principle": str, "pattern": str, "from": list},
    "sought": _SOUGHT,
    "completeness": {**_SOUGHT, "column": str, "closed": bool},
    "comparison": {
        "measured": _NUMBER,
        "operator": _TEXT,
        "threshold": _NUMBER,
        "threshold_source": _TEXT,
        "margin": _NUMBER,
        "borderline": bool,
        "figures": dict,
        "from": list,
    },
    "evidence": {"evidence": str, "ref": str, "passages": list},
    "conclusion": {
        "rule": str,
        "finding": str,
        "status": str,
        "severity": (int, float),
        "concerns": list,
        "area": _TEXT,
        "settled_by": list,
        "threshold_source": _TEXT,
        "from": list,
    },
}
FACTS = ("asserted", "ontology", "derived")
SEARCHES = ("sought", "completeness")
HEAD = ("proof", "tpgraph", "ontology", "company", "as_of", "finding", "steps")

_PLACED = {
    "importance": (False, _WORK + "importanceScaled"),
    "importance_line": (True, _WORK + "importanceLine"),
    "satisfaction": (False, _WORK + "satisfactionScaled"),
    "satisfaction_line": (True, _WORK + "satisfactionLine"),
}
# Numbers reckoned on the way that a comparison shows: of the company or not, and their property.
FIGURES: dict[str, dict[str, tuple[bool, str]]] = {
    "concentrate-here": _PLACED,
    "possible-overkill": _PLACED,
}


def place_json(place: Place | None) -> dict[str, Any] | None:
    """A place as a step holds it."""
    if place is None:
        return None
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "note": place.note,
    }
