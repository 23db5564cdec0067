"""Reads a date of the form 2026-03-01, and says how to mend one of another form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from tpgraph.phrases import Phrase, listed, phrase

# Patterns are compiled by re when they are first needed: start-up time counts.
_ISO = r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_NEARLY_ISO = r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"
_DAY_FIRST = r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})"


def iso_date(text: str) -> date | None:
    """The date of ``2026-03-01`` or ``2026-03-01T10:30``, from 1900 on; None for all else."""
    match = re.fullmatch(_ISO, _digits(text))
    if match is None:
        return None
    day = _day(match[1], match[2], match[3])
    return day if day is not None and 1900 <= day.year <= 2200 else None


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
