"""Reads a number as people write it, and says where it could be two numbers."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import NamedTuple

from tpgraph.inventory.currency_codes import CODES
from tpgraph.phrases import Phrase, phrase

# Nothing a company counts or pays is more, and no part of a contact less: engines reckon with 38
# digits, so that thousands of a cost for one contact must stay below 10^20.
HIGHEST = Decimal(10) ** 14
LEAST_COUNT = Decimal("0.001")
PLACES = 12  # decimals that are kept
_LONGEST = 64  # characters
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_STEP = Decimal(1).scaleb(-PLACES)

# Signs and words that name one currency. $, kr and the like name several, so they say nothing.
CURRENCIES = {
    "€": "EUR", "euro": "EUR", "евро": "EUR", "یورو": "EUR", "£": "GBP", "₽": "RUB", "руб": "RUB",
    "руб.": "RUB", "рублей": "RUB", "₺": "TRY", "₹": "INR", "₪": "ILS", "₴": "UAH", "zł": "PLN",
    "lei": "RON", "leu": "RON", "﷼": "IRR", "ریال": "IRR", "us$": "USD",
}  # fmt: skip
_VAGUE_CURRENCIES = frozenset({"$", "¥", "kr", "kr.", "تومان"})

# Patterns are compiled by re when they are first needed: start-up time counts.
_AROUND = (
    r"(?i)(?P<before>[^\d.,+\-]*)(?P<sign>[+-]?)(?P<inner>[^\d.,+\-]*)"
    r"(?P<body>[\d.,][\d.,' ]*(?:e[+-]?\d{1,5})?)(?P<after>.*)"
)
_PLAIN = r"\d+\.?|\d*\.\d+"
_POWER = r"(?i)(?:\d+\.?\d*|\.\d+)e[+-]?\d{1,5}"
_ONE_MARK = r"(\d*)([.,])(\d+)"
# Groups of three, parted by spaces or apostrophes; by commas; by points. With each, the characters
# that part the groups and the one that starts the decimals.
_GROUPED = (
    (r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?", " '", ","),
    (r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}", ",", "."),
    (r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}", ".", ","),
)


class Reading(NamedTuple):
    """A number as written. ``other`` is set where its mark may stand for thousands instead.

    ``number`` takes a lone mark as the decimal one (``1.200`` is 1.2, ``other`` then 1200);
    ``comma`` says that the mark was a comma. ``currency`` is the code or sign that stood beside it.
    """

    number: Decimal
    other: Decimal | None = None
    comma: bool = False
    currency: str | None = None


def read_number(text: str) -> Reading | Phrase:
    """The number in ``text``, or, where there is none, the reason.

    Taken: digits of any script, a currency's sign or code, groups of three, a decimal point or
    comma, an exponent. At most 10^14; decimals beyond the twelfth are rounded.

    >>> read_number("1.200,50 €").number
    Decimal('1200.50')
    """
    if len(text) > _LONGEST:
        return phrase("why.number-long")
    if text.isascii() and text.isdigit():
        return _checked("", text, None)
    match = re.match(_AROUND, _ascii(text))
    if match is None:
        return phrase("why.number-no-digits")
    around = [match[g].strip() for g in ("before", "inner", "after") if match[g].strip()]
    if len(around) > 1:
        return phrase("why.number-text-around")
    currency = _currency(around[0]) if around else None
    if around and currency is None:
        is_percent = around[0] == "%"
        return phrase("why.number-percent" if is_percent else "why.number-text-beside")
    body = match["body"].strip()
    sign = "-" if match["sign"] == "-" else ""
    if "٫" in text:  # the Arabic decimal sign leaves no doubt
        return _checked(sign, body.replace(",", ""), currency)
    if re.fullmatch(_PLAIN, body) or re.fullmatch(_POWER, body):
        lone = _lone_mark(body)
        return _two_ways(sign, lone, currency) if lone else _checked(sign, body, currency)
    for pattern, thousands, decimal in _GROUPED:
        if re.fullmatch(pattern, body):
            digits = body.translate({ord(c): None for c in thousands})
            return _checked(sign, digits.replace(decimal, "."), currency)
    mark = re.fullmatch(_ONE_MARK, body)
    if mark is None:
        return phrase("why.number-marks")
    lone = _lone_mark(body)
    if lone:
        return _two_ways(sign, lone, currency)
    return _checked(sign, f"{mark[1]}.{mark[3]}", currency)


def canonical(number: Decimal) -> str:
    """The one way in which a number is written in the graph: ``1.50`` and ``1.5`` are ``1.5``.

    >>> canonical(Decimal("4.0")), canonical(Decimal("-0")), canonical(Decimal("1e3"))
    ('4', '0', '1000')
    """
    text = format(number.quantize(_STEP, context=_CONTEXT), "f").rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _lone_mark(body: str) -> re.Match[str] | None:
    """Where one mark is followed by exactly three digits, it may part thousands or decimals."""
    mark = re.fullmatch(_ONE_MARK, body)
    if mark and len(mark[3]) == 3 and 1 <= len(mark[1]) <= 3 and mark[1][0] != "0":
        return mark
    return None


def _two_ways(sign: str, mark: re.Match[str], currency: str | None) -> Reading:
    return Reading(
        number=Decimal(f"{sign}{mark[1]}.{mark[3]}"),
        other=Decimal(f"{sign}{mark[1]}{mark[3]}"),
        comma=mark[2] == ",",
        currency=currency,
    )


def _checked(sign: str, digits: str, currency: str | None) -> Reading | Phrase:
    try:
        number = Decimal(sign + digits)
    except InvalidOperation:
        return phrase("why.number-marks")
    # Compared by exponent first: 1e99999 must not be written out.
    if number and (number.adjusted() > 14 or abs(number) > HIGHEST):
        return phrase("why.number-high")
    if number and number.adjusted() < -PLACES:
        return phrase("why.number-small")
    return Reading(number=number, currency=currency)


def _currency(text: str) -> str | None:
    """The code that ``text`` beside a number stands for; None where it names no currency."""
    word = text.casefold()
    if word in CURRENCIES:
        return CURRENCIES[word]
    if word in _VAGUE_CURRENCIES:
        return text
    return text.upper() if text.upper() in CODES else None


def _ascii(text: str) -> str:
    """``text`` with ASCII digits, plain signs and single spaces."""
    chars = []
    for char in " ".join(text.split()):
        if char.isascii():
            chars.append(char)
        elif (digit := unicodedata.decimal(char, None)) is not None:
            chars.append(str(digit))
        else:
            chars.append({"−": "-", "’": "'", "٬": ",", "٫": "."}.get(char, char))
    return "".join(chars)
