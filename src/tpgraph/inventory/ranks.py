"""Rank correlation of ratings, and the mean and spread of one: small, exact, without numpy.

Ratings take few values, so everything is computed from how often each (pair of) value occurs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import sqrt
from typing import NamedTuple

from tpgraph.phrases import Decimals, Phrase, phrase


class Spread(NamedTuple):
    """Size, mean and standard deviation (of a sample: n - 1) of ratings, in the scale's units.

    ``deviation`` is None for fewer than two.
    """

    size: int
    mean: float
    deviation: float | None


def spread(ratings: Mapping[Decimal, int]) -> Spread | None:
    """The spread of ratings, given how often each occurs; None where there are none."""
    count = sum(ratings.values())
    if not count:
        return None
    total = sum((value * times for value, times in ratings.items()), Decimal(0))
    mean = total / count
    squares = sum((times * (value - mean) ** 2 for value, times in ratings.items()), Decimal(0))
    deviation = sqrt(squares / (count - 1)) if count > 1 else None
    return Spread(count, float(mean), deviation)


def spread_told(found: Spread) -> Phrase:
    """A spread in words, with the standard error of the mean."""
    size, mean = found.size, Decimals(found.mean, 3)
    if found.deviation is None:
        return phrase("written.survey.one", size=size, mean=mean)
    deviation, error = found.deviation, found.deviation / sqrt(found.size)
    return phrase(
        "written.survey.spread",
        size=size,
        mean=mean,
        deviation=Decimals(deviation, 3),
        error=Decimals(error, 3),
    )


def spearman(pairs: Iterable[tuple[Decimal, Decimal]]) -> tuple[float, int] | None:
    """Spearman's rank correlation and the number of pairs; equal values share their mean rank.

    None where it is not defined: fewer than two pairs, or one side all the same.

    >>> one, two, three = map(Decimal, (1, 2, 3))
    >>> spearman([(one, one), (two, two), (three, three)])
    (1.0, 3)
    """
    often = Counter(pairs)
    count = sum(often.values())
    ranks = [_ranks(Counter(_side(often, side))) for side in (0, 1)]
    # Twice the distance from the mean rank: whole numbers, so that sums are exact.
    centred = [{v: round(2 * r) - (count + 1) for v, r in each.items()} for each in ranks]
    both = sum(n * centred[0][x] * centred[1][y] for (x, y), n in often.items())
    own = [sum(n * centred[side][pair[side]] ** 2 for pair, n in often.items()) for side in (0, 1)]
    if not own[0] or not own[1]:
        return None
    return both / sqrt(own[0] * own[1]), count


def _side(often: Mapping[tuple[Decimal, Decimal], int], side: int) -> dict[Decimal, int]:
    found: dict[Decimal, int] = {}
    for pair, times in often.items():
        found[pair[side]] = found.get(pair[side], 0) + times
    return found


def _ranks(values: Mapping[Decimal, int]) -> dict[Decimal, float]:
    """The mean rank of each value, from 1."""
    ranks, before = {}, 0
    for value in sorted(values):
        ranks[value] = before + (values[value] + 1) / 2
        before += values[value]
    return ranks


def promoters(answers: Mapping[Decimal, int]) -> float | None:
    """The net promoter score of answers from 0 to 10: the share of 9 and 10 minus that of 0 to 6.

    From -100 to 100. Source: Reichheld, "The One Number You Need to Grow" (2003).
    """
    count = sum(answers.values())
    if not count:
        return None
    high = sum(times for value, times in answers.items() if value >= 9)
    low = sum(times for value, times in answers.items() if value <= 6)
    return 100 * (high - low) / count
