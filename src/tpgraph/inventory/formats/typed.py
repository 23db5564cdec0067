"""Cells that are more than text: numbers, dates, percentages, amounts of money, as text."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from tpgraph.inventory.numbers import CURRENCIES
from tpgraph.vocabulary import COLUMNS

Kind = Literal["number", "percent", "date", "boolean", "error", "uncomputed"]
UNKNOWN_TEXT = "?"  # what a cell says that cannot be told, such as #REF!


class Typed(NamedTuple):
    """A cell with a type of its own. ``text`` is plain: ``4.3``, ``2026-03-01``, ``true``.

    ``currency`` is the code that the number's format shows. For a percentage ``text`` is the
    number before the sign.
    """

    text: str
    kind: Kind
    currency: str | None = None


def number_text(number: float) -> str:
    """A number as a spreadsheet shows it: 15 digits, no exponent where it can be helped.

    >>> number_text(4.2999999999999998), number_text(1200.0), number_text(1e21)
    ('4.3', '1200', '1e+21')
    """
    if not math.isfinite(number):
        return UNKNOWN_TEXT
    short = f"{number:.15g}"
    plain = format(Decimal(short), "f")
    return plain if len(plain) <= 30 else short


def percent_text(number: float) -> str:
    """The number before the percent sign: 0.85 is ``85``."""
    return number_text(number * 100)


def cell_text(cell: str | Typed, column: str | None) -> str:
    """``cell`` as text for the canonical ``column`` (None: one that is not known)."""
    if isinstance(cell, str):
        return cell
    if cell.kind in ("error", "uncomputed"):
        return "" if column == "name" else UNKNOWN_TEXT
    if cell.kind == "percent":
        return f"{cell.text}%"
    if cell.kind == "number" and column and COLUMNS[column].holds == "number":
        return unmistakable(cell.text)
    return cell.text


def unmistakable(number: str) -> str:
    """A plain number whose point cannot be taken for one that parts thousands.

    >>> unmistakable("1.234"), unmistakable("1.5")
    ('1.2340', '1.5')
    """
    return f"{number}0" if re.fullmatch(r"[+-]?\d{1,3}\.\d{3}", number) else number


# ------------------------------------------------------------------------------ number formats

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILT_IN_PERCENT = frozenset({9, 10})
_IN_FORMAT = r'"([^"]*)"|\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]|\[[^\]]*\]|\\.|_.|\*.|([^"\[\\_*]+)'
_LOCAL_DOLLARS = {"409": "USD", "1009": "CAD", "C09": "AUD", "1409": "NZD"}


class Format(NamedTuple):
    """What the format of a number makes of it."""

    kind: Literal["number", "percent", "date"]
    currency: str | None = None


PLAIN = Format("number")


def built_in_format(number: int) -> Format:
    """The format of a number below 164, which a workbook need not define."""
    if number in _BUILT_IN_DATES:
        return Format("date")
    return Format("percent") if number in _BUILT_IN_PERCENT else PLAIN


def read_format(code: str) -> Format:
    """What a format code such as ``#,##0.00 [$€-410]`` makes of a number.

    >>> read_format("0.0%").kind, read_format("dd/mm/yyyy").kind, read_format('0 "lei"').currency
    ('percent', 'date', 'RON')
    """
    first = code[:500].split(";", maxsplit=1)[0]
    currency: str | None = None
    bare = ""
    for quoted, symbol, locale, plain in re.findall(_IN_FORMAT, first):
        bare += plain
        for word in (quoted, symbol, plain.strip("#0,.?/ ")):
            currency = currency or _code(word.strip(), locale)
    if "%" in bare:
        return Format("percent")
    has_letters = re.search(r"[ymdhs]", bare.replace("General", ""), re.IGNORECASE)
    is_time = has_letters or re.search(r"\[[hms]+\]", first, re.IGNORECASE)
    # Letters of a currency written without quotes, such as lei or RUB, are no date.
    if is_time and (currency is None or re.search(r"[ymd]{2}", bare, re.IGNORECASE)):
        return Format("date")
    return Format("number", currency)


def currency_in(shown: str) -> str | None:
    """The currency beside a number as a cell shows it.

    >>> currency_in("1.200,50 €"), currency_in("1,200.50")
    ('EUR', None)
    """
    return _code(shown[:100].strip("0123456789.,٫٬'’()+-−\u00a0\u202f\u200e\u200f "), "")


def _code(word: str, locale: str) -> str | None:
    if word == "$":
        return _LOCAL_DOLLARS.get(locale.upper().lstrip("0"))
    if len(word) == 3 and word.isascii() and word.isalpha() and word.isupper():
        return word
    return CURRENCIES.get(word.casefold()) if word else None


def date_text(serial: float, *, from_1904: bool) -> str | None:
    """The day, time or both of a spreadsheet's count of days; None where it is no date."""
    if not 0 <= serial < 2_958_466:  # 9999-12-31
        return None
    if serial < 1:
        return _time(timedelta(days=serial))
    if from_1904:
        start = datetime(1904, 1, 1)
    else:  # 1900 had no 29 February, but spreadsheets count it
        start = datetime(1899, 12, 30) if serial >= 60 else datetime(1899, 12, 31)
    moment = start + timedelta(seconds=round(serial * 86_400))
    day = moment.date().isoformat()
    has_time = (moment.hour, moment.minute, moment.second) != (0, 0, 0)
    return f"{day}T{moment.time().isoformat()}" if has_time else day


def _time(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
