"""The default channel groups of Google Analytics 4: the rules, in order, and what each means here.

Source: https://support.google.com/analytics/answer/9756891 (manual traffic; the first match wins;
case does not count). The lists of sites and the terms a channel becomes are data:
``ontology/imports/ga4/``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from tpgraph.errors import OntologyError
from tpgraph.phrases import phrase
from tpgraph.resources import ontology_dir
from tpgraph.text import normalise

_FOLDER = "imports/ga4"

DIRECT, UNASSIGNED, OTHER = "Direct", "Unassigned", "(other)"

_PAID = r"(.*cp.*|ppc|retargeting|paid.*)"
_SHOP = r"(.*(([^a-df-z]|^)shop|shopping).*)"
_DISPLAY = frozenset({"display", "banner", "expandable", "interstitial", "cpm"})
_SOCIAL = frozenset(
    {"social", "social-network", "social-media", "sm", "social network", "social media"}
)
_EMAIL = frozenset({"email", "e-mail", "e_mail", "e mail"})


class Traffic(NamedTuple):
    """Where a visit came from, as tagged or seen; blank where it is not set. Lower case."""

    source: str
    medium: str
    campaign: str

    @property
    def is_paid(self) -> bool:
        """Whether the medium says that the visit was paid for."""
        return _matches(_PAID, self.medium)

    @property
    def is_shopping(self) -> bool:
        """Whether the source is a shopping site, or the campaign is called after a shop."""
        return self.comes_from("SHOPPING") or _matches(_SHOP, self.campaign)

    def comes_from(self, category: str) -> bool:
        """Whether Google counts the source as SEARCH, SOCIAL, SHOPPING or VIDEO."""
        return f"SOURCE_CATEGORY_{category}" in site_categories().get(self.source, ())


def _matches(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text, re.DOTALL) is not None


# The order is Google's: the first that holds names the channel.
RULES: tuple[tuple[str, Callable[[Traffic], bool]], ...] = (
    (DIRECT, lambda t: t.source == "(direct)" and t.medium in ("(not set)", "(none)")),
    ("Cross-network", lambda t: "cross-network" in t.campaign),
    ("Paid Shopping", lambda t: t.is_shopping and t.is_paid),
    ("Paid Search", lambda t: t.comes_from("SEARCH") and t.is_paid),
    ("Paid Social", lambda t: t.comes_from("SOCIAL") and t.is_paid),
    ("Paid Video", lambda t: t.comes_from("VIDEO") and t.is_paid),
    ("Display", lambda t: t.medium in _DISPLAY),
    ("Paid Other", lambda t: t.is_paid),
    ("Organic Shopping", lambda t: t.is_shopping),
    ("Organic Social", lambda t: t.comes_from("SOCIAL") or t.medium in _SOCIAL),
    ("Organic Video", lambda t: t.comes_from("VIDEO") or "video" in t.medium),
    ("Organic Search", lambda t: t.comes_from("SEARCH") or t.medium == "organic"),
    ("Referral", lambda t: t.medium in ("referral", "app", "link")),
    ("Email", lambda t: t.source in _EMAIL or t.medium in _EMAIL),
    ("Affiliates", lambda t: t.medium == "affiliate"),
    ("Audio", lambda t: t.medium == "audio"),
    ("SMS", lambda t: t.source == "sms" or t.medium == "sms"),
    (
        "Mobile Push Notifications",
        lambda t: (
            t.medium.endswith("push")
            or "mobile" in t.medium
            or "notification" in t.medium
            or t.source == "firebase"
        ),
    ),
    ("AI Assistant", lambda t: t.medium == "ai-assistant"),
)


def channel_of(source: str, medium: str, campaign: str = "") -> str:
    """The default channel group of a visit: the first rule that holds, else ``Unassigned``.

    >>> channel_of("google", "cpm"), channel_of("news.example", "cpm")
    ('Paid Search', 'Display')
    >>> channel_of("poster", "qr")
    'Unassigned'
    """
    traffic = Traffic(*(" ".join(part.split()).lower() for part in (source, medium, campaign)))
    return next((channel for channel, holds in RULES if holds(traffic)), UNASSIGNED)


class Channel(NamedTuple):
    """What an import writes for a channel.

    ``kind``, ``category``, ``stages``, ``ownership`` and ``modality`` are local names of terms,
    several of them parted by ``|``; ``unknown`` and ``none`` say so; blank leaves the cell to the
    kind. ``ask`` is the key of a question about the inventory's column ``about``, or blank.
    """

    name: str
    also: tuple[str, ...]
    ga4: str
    kind: str
    category: str
    stages: str
    ownership: str
    modality: str
    about: str
    ask: str


@cache
def channels() -> dict[str, Channel]:
    """The channels by their English names, in the order of the rules."""
    found = {}
    for cells in _table("channels.tsv", 10, "\t"):
        name, also, *rest = cells
        found[name] = Channel(name, tuple(filter(None, also.split("|"))), *rest)
    return found


def channel_named(text: str) -> str | None:
    """The channel that an export calls ``text``, in any of its languages; None where none is."""
    return _names().get(normalise(text))


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for channel in channels().values():
        for name in (channel.name, *channel.also):
            names.setdefault(normalise(name), channel.name)
    return names


@cache
def site_categories() -> dict[str, frozenset[str]]:
    """The sites that Google lists, and the categories of each, such as SOURCE_CATEGORY_SEARCH."""
    found: dict[str, set[str]] = {}
    for source, category in _table("sources.csv", 2, ","):
        found.setdefault(source.strip().lower(), set()).add(category.strip())
    return {source: frozenset(categories) for source, categories in found.items()}


@cache
def words() -> dict[str, tuple[str, ...]]:
    """What the columns and marks of an export are called: each meaning with its names."""
    found: dict[str, list[str]] = {}
    for means, _, name in _table("headers.tsv", 3, "\t"):
        found.setdefault(means, []).append(name)
    return {means: tuple(names) for means, names in found.items()}


def _table(name: str, width: int, separator: str) -> list[list[str]]:
    """The rows of one of the files below the header. Raises OntologyError where it is broken."""
    path = ontology_dir() / _FOLDER / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
    except (OSError, ValueError) as error:
        broken = phrase("call.broken-install", path=str(path), why=str(error))
        raise OntologyError(broken) from error
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = line.split(separator)
        if len(cells) != width:
            raise OntologyError(f"{path}, line {number}: {len(cells)} cells instead of {width}.")
        rows.append(cells)
    return rows
