"""What a row of Google Analytics says of its visits' origin; the rows of one origin together."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from tpgraph.inventory.ga4_channels import (
    OTHER,
    UNASSIGNED,
    Channel,
    channel_named,
    channel_of,
    words,
)
from tpgraph.inventory.ga4_file import Row
from tpgraph.phrases import Phrase, phrase

NO_MEDIUM = phrase("ga4.no-medium")
_LONGEST = 60  # characters of a group's name that a note repeats


class Origin(NamedTuple):
    """Where the visits of a row came from.

    ``source`` is blank where the file has no such column. ``own_group`` is a channel that is none
    of Google's. ``by_rule`` is the channel that the rules give, where the file states one too.
    ``why`` says what is special; ``is_unknown`` that no channel could be told.
    """

    channel: str
    source: str
    own_group: str = ""
    by_rule: str | None = None
    why: Phrase | None = None
    is_unknown: bool = False


def origin_of(row: Row) -> Origin:
    """The channel that the file states, else the one that Google's rules give."""
    said = row.dimensions
    source, medium = _source_and_medium(row)
    knows_medium = "medium" in said or "source/medium" in said
    knows_source = "source" in said or "source/medium" in said
    parts = (_marked(source), _marked(medium), _marked(said.get("campaign", "")))
    shown = parts[0] if knows_source else ""
    stated = said.get("channel", "")
    named = channel_named(stated) if stated else None
    own = "" if named or is_unset(stated) else stated
    if OTHER in parts[:2]:
        return Origin(OTHER, "")
    if named is not None:
        # Google knows more than a row shows, such as its own advertisements: its channel counts.
        compared = knows_medium and named not in (UNASSIGNED, OTHER)
        return Origin(named, shown, by_rule=channel_of(*parts) if compared else None)
    if knows_medium:
        why = phrase("ga4.own-group", group=own[:_LONGEST]) if own else None
        return Origin(channel_of(*parts), shown, own, why=why)
    why = phrase("ga4.not-googles", group=own[:_LONGEST]) if own else NO_MEDIUM
    return Origin(UNASSIGNED, shown, own, why=why, is_unknown=True)


def _source_and_medium(row: Row) -> tuple[str, str]:
    both = row.dimensions.get("source/medium")
    if both is None:
        return row.dimensions.get("source", ""), row.dimensions.get("medium", "")
    # A source may hold a slash itself: what follows the last one is the medium.
    first, found, last = both.rpartition(" / " if " / " in both else "/")
    return (first.strip(), last.strip()) if found else (both, "")


class Touchpoint:
    """The rows of one channel and source, put together."""

    def __init__(self, channel: Channel, source: str) -> None:
        self.channel, self.source = channel, source
        self.name = f"{channel.name}: {source}" if source else channel.name
        self.rows: list[Row] = []
        self.whys: dict[str, Phrase] = {}

    def sum(self, figure: str) -> Decimal | None:
        """The figure over all rows; None where one of them does not tell."""
        found = [row.figures[figure] for row in self.rows if figure in row.figures]
        return sum(found, Decimal(0)) if len(found) == len(self.rows) else None

    @property
    def reach(self) -> Decimal | None:
        """The users of a single row: those of several rows may be the same people."""
        return self.rows[0].figures.get("users") if len(self.rows) == 1 else None

    @property
    def sample(self) -> Decimal | None:
        """The visits, or the users where no visits are told; None where only some rows tell."""
        tells_visits = any("visits" in row.figures for row in self.rows)
        return self.sum("visits" if tells_visits else "users")


# ----------------------------------------------------------------------- Google's own words


def _marked(text: str) -> str:
    """A source, medium or campaign with Google's own words for what is not set, in English."""
    for means in ("not set", "none", "direct"):
        if _is_mark(text, means):
            return f"({means})"
    return text or "(not set)"


def _is_mark(text: str, means: str) -> bool:
    return text.startswith("(") and text.casefold() in (w.casefold() for w in words()[means])


def is_marked(text: str) -> bool:
    """Whether a text is one of Google's words for nothing: not set, none, direct."""
    return any(_is_mark(text, means) for means in ("not set", "none", "direct"))


def is_unset(text: str) -> bool:
    """Whether a text is blank or says that nothing was set."""
    return not text or _is_mark(text, "not set")
