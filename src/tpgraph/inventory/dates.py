"""Reads a date: 2026-03-01, and other forms that leave no doubt; says how to mend the rest."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from tpgraph.phrases import Phrase, listed, phrase

# Patterns are compiled by re when they are first needed: start-up time counts.
_ISO = r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_NEARLY_ISO = r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"
_DAY_FIRST = r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})"
_DOTTED = r"\d{1,2}\.\d{1,2}\.\d{4}"

# The Solar Hijri calendar, which Iran uses: a leap year has these places in a cycle of 33 years.
# That agrees with the observed equinox far beyond these years.
_FIRST_SOLAR_YEAR, _LAST_SOLAR_YEAR = 1300, 1450
_FIRST_SOLAR_DAY = date(1921, 3, 21)  # 1 Farvardin 1300
_LEAP_PLACES = frozenset({1, 5, 9, 13, 17, 22, 26, 30})


def iso_date(text: str) -> date | None:
    """The date of ``2026-03-01`` or ``2026-03-01T10:30``, from 1900 on; None for all else."""
    match = re.fullmatch(_ISO, _digits(text))
    if match is None:
        return None
    day = _day(match[1], match[2], match[3])
    return day if day is not None and 1900 <= day.year <= 2200 else None


def other_date(text: str, as_of: date) -> date | None:
    """The one day until ``as_of`` that ``text`` in another form can mean; None for all else.

    Taken are 2026/3/1; 13/03/2026, where only one of the numbers can be the month; 12.10.2026,
    since nobody writes the month first with points; and the Solar Hijri 1405/02/10.
    """
    digits = _digits(text)
    exact = re.fullmatch(_NEARLY_ISO, digits)
    if exact:
        year, month, day = exact.groups()
        found = (
            [_day(year, month, day)]
            if int(year) >= 1900
            else [solar_hijri(*map(int, exact.groups()))]
        )
    elif turned := re.fullmatch(_DAY_FIRST, digits):
        first, second, year = turned.groups()
        found = [_day(year, second, first)]
        if not re.fullmatch(_DOTTED, digits):
            found.append(_day(year, first, second))
    else:
        return None
    days = {d for d in found if d is not None}
    only = days.pop() if len(days) == 1 else None
    return only if only is not None and only.year >= 1900 and only <= as_of else None


def solar_hijri(year: int, month: int, day: int) -> date | None:
    """The day in the Gregorian calendar; None where there is no such day from 1300 to 1450.

    >>> solar_hijri(1405, 2, 10).isoformat()
    '2026-04-30'
    """
    if not (_FIRST_SOLAR_YEAR <= year <= _LAST_SOLAR_YEAR and 1 <= month <= 12):
        return None
    last = 31 if month <= 6 else 30 if month <= 11 or _is_leap(year) else 29
    if not 1 <= day <= last:
        return None
    years = range(_FIRST_SOLAR_YEAR, year)
    before = 365 * len(years) + sum(map(_is_leap, years))
    return _FIRST_SOLAR_DAY + timedelta(before + 30 * (month - 1) + min(month - 1, 6) + day - 1)


def _is_leap(solar_year: int) -> bool:
    return solar_year % 33 in _LEAP_PLACES


def date_mend(text: str) -> Phrase:
    """What to write for ``text``, which is not a date of that form."""
    digits = _digits(text)
    exact = re.match(_NEARLY_ISO, digits)
    if exact and 1300 <= int(exact[1]) <= 1500:
        return phrase("mend.date-hijri")
    if exact and (day := _day(*exact.groups())) and day.year >= 1900:
        return phrase("mend.date", day=day.isoformat())
    turned = re.fullmatch(_DAY_FIRST, digits)
    if turned:
        first, second, year = turned.groups()
        days = [_day(year, second, first), _day(year, first, second)]
        known = list(dict.fromkeys(d.isoformat() for d in days if d is not None))
        if known:
            return phrase("mend.date-either", days=listed(known))
    return phrase("mend.date-form")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _digits(text: str) -> str:
    """``text`` with the digits of any script as ASCII ones."""
    stripped = text.strip()[:64]
    if stripped.isascii():
        return stripped
    return "".join(str(unicodedata.decimal(c, c)) for c in stripped)
