"""What the keys of a company's file come to as triples, so that the page can edit them."""

from __future__ import annotations

from typing import Any

from tpgraph.inventory.company import ONE_VALUE_KEYS, TERM_KEYS, YES_NO_KEYS
from tpgraph.inventory.edit import BOUNDS as IN_FRONT
from tpgraph.inventory.graph import COMPANY_PROPERTIES, bound_property
from tpgraph.model import LANGUAGES, Inventory
from tpgraph.query.terms import book
from tpgraph.reason.texts import texts_in
from tpgraph.views.cells_back import CellTeller
from tpgraph.views.choices import choices_in
from tpgraph.views.snapshot.terms import TPG, Terms
from tpgraph.views.template import BOUNDS

# What states that there is none, of the keys of which that is a fact.
_NONE = {"goals": TPG + "goalsColumn", "understanding_methods": TPG + "understandingMethods"}
_SHARES = ("category_share_max",)


def company_table(inventory: Inventory, terms: Terms) -> dict[str, Any]:
    """The keys that can be edited, by their name as an edit has it (``bounds.review_days``).

    ``choices`` are texts with their terms; a yes or no has none, and a bound has ``about``, what
    it is in all languages, and ``holds``: ``number`` or ``text``. ``one`` says whether a key takes
    one value, ``none`` is the term of the statement that there is none.
    """
    teller = CellTeller(inventory, choices_in("en"))
    found: dict[str, Any] = {}
    for key, scheme in TERM_KEYS.items():
        said = [(iri, text) for iri in book().schemes[scheme] if (text := teller.term(scheme, iri))]
        found[key] = {
            "property": COMPANY_PROPERTIES[key],
            "holds": "concept",
            "one": key in ONE_VALUE_KEYS,
            "none": _NONE.get(key),
            "choices": [{"text": text, "iri": terms.use(iri)[0]} for iri, text in said],
        }
    for key in YES_NO_KEYS:
        found[key] = {"property": COMPANY_PROPERTIES[key], "holds": "yesno", "one": True}
    for key in BOUNDS:
        found[IN_FRONT + key] = {
            "property": bound_property(key),
            "holds": "text" if key == "languages" else "number",
            "one": key != "languages",
            "high": 1 if key in _SHARES else None,
            "signed": key == "satisfaction_min",
            "about": {lang: texts_in(lang, "start")(f"bounds.{key}") for lang in LANGUAGES},
        }
    return found
