"""Cross-hairs of importance and satisfaction given with the call, in place of the company's own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from tpgraph.errors import CallError
from tpgraph.inventory.numbers import canonical
from tpgraph.inventory.recognise import closest
from tpgraph.model import Inventory, Place, Value
from tpgraph.phrases import did_you_mean, phrase, shown

METHODS = ("means", "medians", "scale")
# What rules know lines by that are not the company's own.
OF_THE_CALL = "call"
_PLACE = Place("--cross-hairs")
_KEYS = ("crosshair", "importance_crosshair", "satisfaction_crosshair")


def with_cross_hairs(inventory: Inventory, said: str) -> Inventory:
    """``inventory`` judged by other cross-hairs than its company file says.

    ``said`` is ``means``, ``medians`` or ``scale`` (the centre of the scale), or the lines
    themselves as parts of the scale from 0 to 1: importance and satisfaction with a comma between,
    such as ``0.6,0.5``. Raises CallError for anything else.
    """
    text = said.strip().casefold()
    company = inventory.company
    bounds = {key: values for key, values in company.bounds.items() if key not in _KEYS}
    if text in METHODS:
        bounds["crosshair"] = (Value(said, _PLACE, literal=text),)
    else:
        lines = _lines(text)
        if lines is None:
            near = closest(text, METHODS)
            mend = did_you_mean(near) if near else phrase("mend.cross-hairs")
            raise CallError(phrase("call.no-cross-hairs", said=shown(said), mend=mend))
        bounds["crosshair"] = (Value(said, _PLACE, literal=OF_THE_CALL),)
        for key, line in zip(_KEYS[1:], lines, strict=True):
            bounds[key] = (Value(said, _PLACE, literal=canonical(line), datatype="decimal"),)
    return replace(inventory, company=replace(company, bounds=bounds))


def _lines(text: str) -> tuple[Decimal, Decimal] | None:
    """The two lines; None where the text is no two numbers from 0 to 1."""
    parts = text.split(",")
    try:
        numbers = [Decimal(part.strip()) for part in parts]
    except InvalidOperation:
        return None
    if len(numbers) != 2 or not all(n.is_finite() and 0 <= n <= 1 for n in numbers):
        return None
    return numbers[0], numbers[1]
