"""An inventory restricted to one audience: what is meant for it, and what may be.

A touchpoint is for every audience where its cell says so (``none``, or a word such as everyone),
and where the column is declared complete and the cell is blank. A blank cell in an open column
leaves it unknown for whom the touchpoint is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from tpgraph.errors import CallError
from tpgraph.inventory.edit import WHAT_IF
from tpgraph.inventory.recognise import closest
from tpgraph.model import Inventory, TouchpointRow
from tpgraph.phrases import did_you_mean, phrase, shown
from tpgraph.text import normalise

COLUMN = "audience"
# Words that name nobody in particular, in the five languages.
_EVERYONE = (
    "all|everyone|everybody|anyone|all customers|all audiences|general public|"
    "toți|toată lumea|toți clienții|publicul larg|"
    "все|всем|для всех|все клиенты|широкая публика|широкая аудитория|"
    "همه|همگان|همهٔ مشتریان|همه مشتریان|عموم|عموم مردم|"
    "tutti|tutti i clienti|chiunque|grande pubblico|pubblico generico"
)


@cache
def _everyone() -> frozenset[str]:
    return frozenset(normalise(word) for word in _EVERYONE.split("|"))


def for_audience(inventory: Inventory, name: str) -> Inventory:
    """The touchpoints that are, or may be, meant for an audience; links to others are gone.

    Raises CallError, with the nearest names, where no touchpoint names that audience.
    """
    names: dict[str, str] = {}
    for row in inventory.touchpoints:
        for value in row.values.get(COLUMN, ()):
            key = normalise(value.literal or value.text)
            if key not in _everyone():
                names.setdefault(key, value.literal or value.text)
    found = names.get(normalise(name))
    if found is None:
        offered = closest(name, list(names.values()), 3)
        mend = phrase("mend.audiences", audiences=tuple(sorted(names.values())[:12]))
        if not names:
            mend = phrase("mend.no-audiences")
        elif offered:
            mend = did_you_mean(offered)
        raise CallError(phrase("call.no-audience", name=shown(name), mend=mend))
    return possible(replace(inventory, audience=found))


def serves(row: TouchpointRow, inventory: Inventory) -> bool | None:
    """Whether a touchpoint is meant for the inventory's audience; None where that is not known."""
    audience = inventory.audience
    if audience is None or row.place.file == WHAT_IF:
        return True  # what is tried out in a restricted inventory is meant for its audience
    values = row.values.get(COLUMN, ())
    if values:
        said = {normalise(v.literal or v.text) for v in values}
        if normalise(audience) in said or said & _everyone():
            return True
        return None if COLUMN in row.unclear else False
    if COLUMN in row.none:
        return True
    if COLUMN in row.unclear:
        return None
    return True if COLUMN in inventory.company.complete else None


def not_known(inventory: Inventory) -> tuple[str, ...]:
    """The touchpoints of which it is not known whether they are meant for the audience."""
    return tuple(row.iri for row in inventory.touchpoints if serves(row, inventory) is None)


def possible(inventory: Inventory) -> Inventory:
    """Without what is meant for others."""
    return _only(inventory, lambda serving: serving is not False)


def certain(inventory: Inventory) -> Inventory:
    """Only what is known to be meant for the audience."""
    return _only(inventory, lambda serving: serving is True)


def without_links_among(inventory: Inventory, iris: Iterable[str]) -> Inventory:
    """Without the links from one of these touchpoints to another; the same where there is none."""
    some = set(iris)
    rows = tuple(
        _without_links(row, some) if row.iri in some else row for row in inventory.touchpoints
    )
    changed = any(a is not b for a, b in zip(rows, inventory.touchpoints, strict=True))
    return replace(inventory, touchpoints=rows) if changed else inventory


def company_title(inventory: Inventory) -> str:
    """The company's name, and the audience where the inventory is restricted to one."""
    name = inventory.company.name
    return f"{name} ({inventory.audience})" if inventory.audience else name


def _only(inventory: Inventory, keep: Callable[[bool | None], bool]) -> Inventory:
    kept = [row for row in inventory.touchpoints if keep(serves(row, inventory))]
    if len(kept) == len(inventory.touchpoints):
        return inventory
    gone = {row.iri for row in inventory.touchpoints} - {row.iri for row in kept}
    rows = tuple(_without_links(row, gone) for row in kept)
    company = inventory.company
    # A cell that is not understood leaves its column open only where its row counts.
    unclear_before, unclear = (_unclear(each) for each in (inventory.touchpoints, rows))
    doubtful = frozenset(
        column for column in company.doubtful if column in unclear or column not in unclear_before
    )
    return replace(
        inventory,
        company=replace(company, doubtful=doubtful),
        touchpoints=rows,
        left_out=inventory.left_out + len(gone),
    )


def _unclear(rows: Iterable[TouchpointRow]) -> set[str]:
    return {column for row in rows for column in row.unclear}


def _without_links(row: TouchpointRow, gone: set[str]) -> TouchpointRow:
    links = row.values.get("leads_to", ())
    kept = tuple(value for value in links if value.iri not in gone)
    if len(kept) == len(links):
        return row
    if kept:
        return replace(row, values={**row.values, "leads_to": kept})
    # It leads somewhere, but nowhere that this audience is meant to go.
    values = {column: v for column, v in row.values.items() if column != "leads_to"}
    return replace(row, values=values, none=row.none | {"leads_to"})
