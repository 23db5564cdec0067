"""The shape of a proof's steps: what each kind has to hold, no more and no less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.model import Place
from tpgraph.reason.proof.report import RefusedError

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


def place_json(places: Sequence[Place]) -> dict[str, Any] | None:
    """The places of a fact as a step holds them: the first, and under ``also`` further ones."""
    if not places:
        return None
    first, *also = map(asdict, places)
    return {**first, "also": also}


def shape(proof: Any) -> list[dict[str, Any]]:
    """The steps of a proof that has all its parts and nothing else. Raises RefusedError."""
    if not isinstance(proof, Mapping) or set(proof) != set(HEAD):
        raise RefusedError("not-a-proof")
    steps = proof["steps"]
    if not isinstance(steps, list) or not steps:
        raise RefusedError("not-a-proof")
    for number, step in enumerate(steps, start=1):
        kind = step.get("kind") if isinstance(step, Mapping) else None
        if kind not in KINDS or set(step) != {"id", "kind", *KINDS[kind]}:
            raise RefusedError("shape", number)
        if any(not _is(step[key], types) for key, types in KINDS[kind].items()):
            raise RefusedError("shape", number)
        if step["id"] != f"s{number}":
            raise RefusedError("order", step["id"])
        earlier = {f"s{n}" for n in range(1, number)}
        refers = step.get("from", [])
        if len(set(map(str, refers))) != len(refers) or not earlier.issuperset(map(str, refers)):
            raise RefusedError("dangling", step["id"])
    used = {name for step in steps for name in step.get("from", ())}
    loose = [s["id"] for s in steps[:-1] if s["id"] not in used]
    if loose:
        raise RefusedError("loose", ", ".join(loose))
    if [n for n, s in enumerate(steps) if s["kind"] == "conclusion"] != [len(steps) - 1]:
        raise RefusedError("no-conclusion")
    return steps


def _is(value: object, types: Any) -> bool:
    """Whether a value is of a type; a truth value is no number."""
    allowed = types if isinstance(types, tuple) else (types,)
    return isinstance(value, allowed) and (not isinstance(value, bool) or bool in allowed)
