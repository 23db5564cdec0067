"""Proofs with one thing altered: what a checker has to refuse, all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Proof = dict[str, Any]


def altered(value: Any) -> list[Any]:
    """Other values in the place of one, of its own type and of another."""
    if isinstance(value, bool):
        return [not value, None]
    if isinstance(value, (int, float)):
        return [value + 1, value - 0.25, 0 if value else 7, None, str(value)]
    if value is None:
        return ["x", 1, {}]
    if isinstance(value, str):
        return [value + "x", "", None]
    if isinstance(value, list):
        found: list[Any] = [[*value, "s1"], [*value, 1]]
        for i, item in enumerate(value):
            found.append(value[:i] + value[i + 1 :])
            found += [[*value[:i], other, *value[i + 1 :]] for other in altered(item)]
        if value != value[::-1]:
            found.append(value[::-1])
        return found
    return [{**value, "more": 1}, *_parts_altered(value)]


def _parts_altered(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for key, item in value.items():
        yield {k: v for k, v in value.items() if k != key}
        yield from ({**value, key: other} for other in altered(item))


def mutants(proof: Proof) -> Iterator[tuple[str, Proof]]:
    """Each part altered, each step dropped, doubled, moved; another status; and what was done."""
    steps = proof["steps"]
    for key in proof.keys() - {"steps"}:
        for other in altered(proof[key]):
            yield f"head {key}", {**proof, key: other}
    for i, step in enumerate(steps):
        kind = step["kind"]
        yield f"dropped {kind}", {**proof, "steps": steps[:i] + steps[i + 1 :]}
        yield f"dropped {kind}, mended", {**proof, "steps": _mended(steps, step["id"])}
        yield f"doubled {kind}", {**proof, "steps": [*steps[: i + 1], step, *steps[i + 1 :]]}
        if i:
            moved = [*steps[: i - 1], step, steps[i - 1], *steps[i + 1 :]]
            yield f"moved {kind}", {**proof, "steps": moved}
        for key in step:
            for other in altered(step[key]):
                changed = [*steps[:i], {**step, key: other}, *steps[i + 1 :]]
                yield f"{kind}.{key}", {**proof, "steps": changed}
    for status in {"gap", "ok", "unknown"} - {steps[-1]["status"]}:
        yield "another status", {**proof, "steps": [*steps[:-1], {**steps[-1], "status": status}]}


def _mended(steps: list[Any], gone: str) -> list[Any]:
    """The steps without one, numbered anew, as if it had never been there."""
    kept = [s for s in steps if s["id"] != gone]
    names = {s["id"]: f"s{n}" for n, s in enumerate(kept, start=1)}
    found = []
    for step in kept:
        mended = {**step, "id": names[step["id"]]}
        if "from" in step:
            mended["from"] = [names[name] for name in step["from"] if name != gone]
        found.append(mended)
    return found
