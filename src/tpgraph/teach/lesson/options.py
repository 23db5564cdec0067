"""The letters of answers to choose, in the alphabet of a language."""

from __future__ import annotations

_LETTERS = {"ru": "АБВГДЕЖЗ", "fa": ("الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح")}


def lettered(n: int, language: str) -> str:
    """The mark of the n-th answer, counted from 0.

    >>> lettered(1, "en"), lettered(1, "ru")
    ('B)', 'Б)')
    """
    letters = _LETTERS.get(language, "ABCDEFGH")
    return f"{letters[n % len(letters)]})"
