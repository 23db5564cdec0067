"""The explicit edits of advice, and what stands for facts not yet known where they are tried."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date

from tpgraph import vocabulary as v
from tpgraph.inventory.company import YES_NO_KEYS
from tpgraph.model import Edit
from tpgraph.reason.advice.candidates import Candidate
from tpgraph.reason.findings import Narrator

_JUDGEMENT = "{yes/no}"
# What stands for a fact not yet known while an edit is simulated.
PLACEHOLDERS = {
    _JUDGEMENT: "yes",
    "{value}": "none",
    "{ownership}": "brand",
    "{name}": "to be named",
    "{number}": "0",
    "{plan}": "to be written",
    "{hours}": "to be stated",
    "{goals}": "awareness|acquisition|retention",
    "{methods}": "market research",
    "{size}": "small",
    "{offers}": "services",
    "{industry}": "retail",
}
_DATE, _URL = "{date}", "{url}"
_YES_NO = frozenset(
    {*(name for name, column in v.COLUMNS.items() if column.holds == "yesno"), *YES_NO_KEYS}
)
# Where "none" would not settle most: only the brand's and its partners' touchpoints are asked for
# an owner, and a company has some size, sells something and works somewhere.
_SETTLING = {
    "ownership": "{ownership}",
    "size": "{size}",
    "sells": "{offers}",
    "industry": "{industry}",
    "understanding_methods": "{methods}",
}


def edits_of(candidate: Candidate, narrator: Narrator) -> tuple[Edit, ...]:
    """The explicit edits of a candidate, with names where it gives IRIs."""
    if candidate.action == "add":
        label = narrator.english(candidate.kind or "")
        return (Edit("add", None, {"name": label, "type": label, **_texts(candidate)}),)
    if candidate.members:
        return tuple(e for member in candidate.members for e in edits_of(member, narrator))
    if candidate.settles:
        settling: dict[str, dict[str, str]] = defaultdict(dict)
        for cell in sorted(candidate.settles):
            subject, _, column = cell.partition("#")
            settling[subject][column] = _settling(column)
        return tuple(Edit("record", subject, c) for subject, c in sorted(settling.items()))
    texts = _texts(candidate)
    if candidate.links:
        # Links are added to those that are there.
        rows = (t for t in narrator.inventory.touchpoints if t.iri == candidate.target)
        cells = ((t.raw.get("leads_to"), t.none) for t in rows)
        there = [text for text, none in cells if text and "leads_to" not in none]
        texts["leads_to"] = "|".join([*there, *sorted(map(narrator.label, candidate.links))])
    action = candidate.action
    assert action in ("change", "record", "retire")
    # What nobody has judged yet is not changed: somebody is to look at it.
    open_cells = {c: t for c, t in texts.items() if action == "change" and t == _JUDGEMENT}
    texts = {c: t for c, t in texts.items() if c not in open_cells}
    done = Edit(action, candidate.target, texts)  # type: ignore[arg-type]
    return (done, Edit("record", candidate.target, open_cells)) if open_cells else (done,)


def _texts(candidate: Candidate) -> dict[str, str]:
    """The candidate's cells, each with all that its rule gives for it."""
    return {column: "|".join(sorted(texts)) for column, texts in candidate.cells.items()}


def _settling(column: str) -> str:
    if column in _YES_NO:
        return _JUDGEMENT
    return _SETTLING.get(column, "{value}")


def for_simulation(edit: Edit, as_of: date) -> Edit:
    """The edit with placeholders replaced by values that stand for them in a simulation."""
    # An address is nobody else's: two touchpoints of one address would be the same.
    own = hashlib.sha256((edit.target or "").encode()).hexdigest()[:20]
    known = {**PLACEHOLDERS, _DATE: as_of.isoformat(), _URL: f"https://{own}.example"}
    cells = {column: known.get(text, text) for column, text in edit.cells.items()}
    return Edit(edit.action, edit.target, cells, hypothetical=edit.action == "add")
