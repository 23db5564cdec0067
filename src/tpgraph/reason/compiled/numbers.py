"""Numbers as Oxigraph reckons with them: 18 digits after the point, and no rounding unseen."""

from __future__ import annotations

import re
from typing import TypeAlias

_DIGITS = 18  # of a decimal in Oxigraph, after the point
ONE = 10**_DIGITS
_MOST = 2**127  # of a decimal's digits in Oxigraph, all together
_MOST_WHOLE = 2**63 * ONE
_MOST_SHIFTED = _MOST // ONE


class Whole(int):
    """An ``xsd:integer``, times ``ONE``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Whole({int(self)})"


class Part(int):
    """An ``xsd:decimal``, times ``ONE``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Part({int(self)})"


Number: TypeAlias = "Whole | Part"


class UnsureError(ValueError):
    """What Oxigraph would make of this is not known here."""


def whole(value: int) -> Whole:
    """A whole number."""
    return Whole(value * ONE)


def of_number(value: Number) -> str:
    """A number as Oxigraph writes it."""
    units, rest = divmod(abs(value), ONE)
    text = f"{units}.{rest:0{_DIGITS}d}".rstrip("0") if rest else str(units)
    return "-" + text if value < 0 else text


def _like(one: Number, other: Number, value: int) -> Number:
    """A value as the sum of two numbers has it."""
    if type(one) is type(other) is Whole:
        if -_MOST_WHOLE < value < _MOST_WHOLE:
            return Whole(value)
    elif -_MOST < value < _MOST:
        return Part(value)
    raise UnsureError(str(value))


def plus(one: Number, other: Number) -> Number:
    """``+``."""
    return _like(one, other, one + other)


def minus(one: Number, other: Number) -> Number:
    """``-``."""
    return _like(one, other, one - other)


def times(one: Number, other: Number) -> Number:
    """``*``."""
    if one % ONE and other % ONE:
        # Oxigraph gives up where both together have too many digits after the point.
        raise UnsureError(f"{one} * {other}")
    return _like(one, other, one * other // ONE)


def divided(one: Number, other: Number) -> Part | None:
    """``/``: cut off after the 18th digit."""
    if other == 0:
        return None
    if other % ONE and not (0 < abs(one) < _MOST_SHIFTED) and _is_too_far(one, other):
        return None
    found = abs(one) * ONE // abs(other)
    if found >= _MOST:
        raise UnsureError(f"{one} / {other}")
    return Part(-found if (one < 0) != (other < 0) else found)


def _is_too_far(one: int, other: int) -> bool:
    """Whether Oxigraph cannot shift digits far enough: its 128 bits are full, or it is 0."""
    room, shift = abs(one), 0
    while 0 < room * 10 < _MOST:
        room, shift = room * 10, shift + 1
    while other % 10 == 0:
        other, shift = other // 10, shift + 1
    return shift < _DIGITS


def rounded(value: Number) -> Number:
    """ROUND: halves upwards."""
    return type(value)((value * 2 + ONE) // (2 * ONE) * ONE)


def floor(value: Number) -> Number:
    """FLOOR."""
    return type(value)(value // ONE * ONE)


def absolute(value: Number) -> Number:
    """ABS."""
    return type(value)(abs(value))


_NUMBER = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]{1,18}))?")


def integer(value: Number | str) -> Whole | None:
    """``xsd:integer`` of a number or a text."""
    if not isinstance(value, str):
        units = abs(value) // ONE * ONE
        return Whole(-units if value < 0 else units)
    found = decimal(value)
    if found is not None and "." in value:
        raise UnsureError(value)
    return None if found is None else Whole(found)


def decimal(value: Number | str) -> Part | None:
    """``xsd:decimal`` of a number or a text."""
    if not isinstance(value, str):
        return Part(value)
    found = _NUMBER.fullmatch(value)
    if found is None:
        if re.search("[0-9]", value):
            raise UnsureError(value)
        return None  # without a digit it is no number to anybody
    part = int(found[2]) * ONE + int((found[3] or "").ljust(_DIGITS, "0"))
    return Part(-part if found[1] == "-" else part)
