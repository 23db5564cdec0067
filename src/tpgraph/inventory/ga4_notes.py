"""Notes on a touchpoint of Google Analytics: its rows, figures too small, open questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from tpgraph.inventory.ga4_origin import Touchpoint, is_marked
from tpgraph.inventory.numbers import canonical
from tpgraph.model import Place
from tpgraph.phrases import Column, Phrase, Slot, phrase

_PRODUCT = "Google Analytics 4"
_SHOWN = 4  # names of campaigns or rows that a note lists
_FIGURES = {
    "visits": "written.ga4.visits",
    "users": "written.ga4.users",
    "clicks": "written.ga4.clicks",
    "conversions": "written.ga4.conversions",
}


def notes_of(touchpoint: Touchpoint, min_sample: int, *, is_small: bool) -> Iterable[Phrase]:
    """The notes of a touchpoint; of one with too small a sample also its figures."""
    channel, rows = touchpoint.channel, touchpoint.rows
    yield phrase("written.ga4.at", product=_PRODUCT, rows=_some(list(_places(touchpoint))))
    if is_small:
        told = {name: touchpoint.sum(name) for name in _FIGURES}
        said = tuple(
            phrase(_FIGURES[name], count=canonical(round(n, 2)))
            for name, n in told.items()
            if n is not None
        )
        known = touchpoint.sample is not None
        key = "written.ga4.too-small" if known else "written.ga4.too-little"
        yield phrase(key, least=min_sample, figures=said or phrase("written.ga4.no-sum"))
    users = [row.figures["users"] for row in rows if "users" in row.figures]
    if len(rows) > 1 and users:
        least, most = canonical(max(users)), canonical(sum(users, Decimal(0)))
        yield phrase("written.ga4.users-apart", count=len(rows), least=least, most=most)
    yield from touchpoint.whys.values()
    campaigns = dict.fromkeys(
        c for row in rows if (c := row.dimensions.get("campaign", "")) and not is_marked(c)
    )
    if campaigns:
        yield phrase("written.ga4.campaigns", names=_some(list(campaigns)))
    if channel.ask:
        question, column = phrase(channel.ask), Column(channel.about)
        yield phrase("written.ga4.answer", column=column, question=question)
    proposed = [c for c in ("category", "stages") if getattr(channel, c) not in ("", "unknown")]
    if proposed:
        yield phrase("written.ga4.proposed", columns=tuple(map(Column, proposed)))


def _places(touchpoint: Touchpoint) -> Iterable[Slot]:
    """Each row, with the file that it stands in where that is another than before."""
    file = ""
    for row in touchpoint.rows:
        is_new, file = row.place.file != file, row.place.file
        number = row.place.row or 0
        yield Place(file, row=number) if is_new else phrase("place.row", row=number)


def _some(names: Sequence[Slot]) -> Slot:
    """The first few of many names."""
    rest = len(names) - _SHOWN
    shown = tuple(names[:_SHOWN])
    return phrase("list.more", named=shown, count=rest) if rest > 0 else shown
