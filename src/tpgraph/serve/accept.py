"""Which of the media types on offer a request would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

_RANGES_MAX = 64  # a header that names more is no browser's


def best(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer that the header ranks first; of equals the first on offer; None if none will do.

    >>> best("text/html;q=0.5, application/*", ["text/html", "application/json"])
    'application/json'
    >>> best(None, ["text/html"]), best("image/png", ["text/html"])
    ('text/html', None)
    """
    if accept is None or not accept.strip():
        return offers[0] if offers else None
    ranges = [_range(part) for part in accept.split(",")[:_RANGES_MAX] if part.strip()]
    found, highest = None, 0.0
    for offer in offers:
        # The most specific range that fits says how much this offer is wanted.
        fitting = [(specific, q) for name, specific, q in ranges if _fits(name, offer)]
        q = max(fitting, key=lambda f: f[0])[1] if fitting else 0.0
        if q > highest:
            found, highest = offer, q
    return found


def _range(part: str) -> tuple[str, int, float]:
    """A media range: its name, how specific it is, and its weight."""
    name, *parameters = (piece.strip() for piece in part.split(";"))
    name = name.lower()
    q = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            q = _weight(value.strip())
    specific = 0 if name in ("*/*", "*") else 1 if name.endswith("/*") else 2
    return name, specific, q


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def _fits(name: str, offer: str) -> bool:
    if name in ("*/*", "*"):
        return True
    return offer.startswith(name[:-1]) if name.endswith("/*") else name == offer
