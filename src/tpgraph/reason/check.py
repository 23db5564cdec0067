"""Checks an inventory against the ontology: what its cells state and its kinds forbid."""

from __future__ import annotations

from tpgraph import vocabulary as v
from tpgraph.model import Inventory, Place, Problem
from tpgraph.reason.findings import Narrator
from tpgraph.reason.infer import Inference, lexical
from tpgraph.resources import ontology_dir


def check_kinds(inventory: Inventory, inference: Inference, narrator: Narrator) -> list[Problem]:
    """Contradictions between a cell and its touchpoint's kind, in the order of the rows.

    A stated value that the kind excludes is an error; a necessary value that the cell leaves out
    is a warning, since the cell is taken at its word.
    """
    rows = {row.iri: row for row in inventory.touchpoints}
    columns = {column.iri: name for name, column in v.COLUMNS.items()}
    found: dict[tuple[str, str, str, str], Problem] = {}
    for code in ("contradicts-kind", "leaves-out-necessary"):
        text = (ontology_dir() / "checks" / f"{code}.rq").read_text(encoding="utf-8")
        for cells in inference.engine.select(text).rows:
            touchpoint, column, value, kind = (lexical(c) if c else "" for c in cells)
            row, name = rows[touchpoint], columns[column]
            written = [x.text for x in row.values.get(name, ())]
            place = Place(row.place.file, row.place.sheet, row.place.row, name)
            what, kind_label = narrator.label(value), narrator.label(kind)
            if code == "contradicts-kind":
                problem = Problem(
                    code,
                    "error",
                    f"{row.name!r} is said to be {what!r}, "
                    f"but {kind_label!r} cannot be that by its nature.",
                    f"Take {what!r} out of {name}, or choose another type.",
                    place,
                    "|".join(written),
                )
            else:
                problem = Problem(
                    code,
                    "warning",
                    f"{row.name!r} is not said to be {what!r}, "
                    f"but {kind_label!r} always is by its nature.",
                    f"Add {what!r} to {name}, or choose another type. "
                    "Until then the cell counts as it is.",
                    place,
                    "|".join(written),
                )
            found.setdefault((code, touchpoint, name, value), problem)
    return sorted(found.values(), key=lambda p: (p.place.row or 0, p.code, p.message))
