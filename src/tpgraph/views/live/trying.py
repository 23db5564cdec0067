"""By what the page tries advice out: what stands for a fact that only the company knows."""

from __future__ import annotations

from tpgraph.inventory.cells import split
from tpgraph.inventory.company import TERM_KEYS
from tpgraph.inventory.edit import SEPARATORS
from tpgraph.inventory.recognise import load_index
from tpgraph.model import Inventory
from tpgraph.reason.advice.edits import PLACEHOLDERS
from tpgraph.views.cells_back import CellTeller
from tpgraph.views.choices import choices_in
from tpgraph.vocabulary import COLUMNS


def placeholders(inventory: Inventory) -> dict[str, dict[str, str]]:
    """For each column and key what each placeholder becomes in a simulation, in the page's words.

    Only what differs from column to column: a text stands for itself, a term for its label.
    """
    index, teller = load_index(), CellTeller(inventory, choices_in("en"))
    schemes = {name: c.scheme for name, c in COLUMNS.items() if c.scheme} | TERM_KEYS
    found: dict[str, dict[str, str]] = {"": dict(PLACEHOLDERS)}
    for name, scheme in schemes.items():
        for mark, text in PLACEHOLDERS.items():
            iris = [index.terms(scheme, part) for part in split(text, SEPARATORS)]
            labels = [teller.term(scheme, each[0]) for each in iris if len(each) == 1]
            if labels and len(labels) == len(iris) and all(labels):
                found.setdefault(name, {})[mark] = "|".join(filter(None, labels))
    return found
