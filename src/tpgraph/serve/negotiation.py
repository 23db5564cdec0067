"""What a client would rather have: media types and languages by their weights (RFC 9110, 12.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tpgraph.model import LANGUAGES

_ITEM = re.compile(r"""[^,"]*(?:"(?:[^"\\]|\\.)*"[^,"]*)*""")
_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
# A browser sends a dozen; more are only there to make the server work.
_MOST_ITEMS = 64


def weights(header: str) -> dict[str, float]:
    """What a header names, in lower case, with its weight from 0 to 1; parameters count as part.

    >>> weights("text/html, text/turtle;q=0.5, */*;q=0.1")
    {'text/html': 1.0, 'text/turtle': 0.5, '*/*': 0.1}
    """
    found: dict[str, float] = {}
    for item in _ITEM.findall(header)[: 2 * _MOST_ITEMS]:
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        if not name:
            continue
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                weight = float(value) if _WEIGHT.match(value.strip()) else 0.0
        found[name] = max(weight, found.get(name, 0.0))
    return found


def best_media(header: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that the ``Accept`` header weighs most, or none.

    Of equal ones the earlier offer counts, so the first is what a client without a wish gets.
    """
    if header is None or not header.strip():
        return offered[0]
    wanted = weights(header)
    best, most = None, 0.0
    for media in offered:
        weight = _weight_of(media, wanted)
        if weight > most:
            best, most = media, weight
    return best


def _weight_of(media: str, wanted: Mapping[str, float]) -> float:
    """The weight by the narrowest range that holds the media type."""
    for wide in (media, media.partition("/")[0] + "/*", "*/*"):
        if wide in wanted:
            return wanted[wide]
    return 0.0


def best_language(asked: str | None, header: str | None) -> str:
    """The language of an answer: the one asked for, else the one preferred, else English."""
    if asked in LANGUAGES:
        return str(asked)
    best, most = "en", 0.0
    for name, weight in weights(header or "").items():
        language = name.partition("-")[0]
        if weight > most and language in LANGUAGES:
            best, most = language, weight
    return best
