"""Which touchpoint costs more than another that brings no less: the rules against brute force."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import pytest

from tpgraph.pipeline import analyse

COSTS = ("0", "0.25", "0.5", "1", "1", "2", "9", "9.99", "10", "11", "99", "100", "100.5", "1000")
STAGES = ("purchase", "evaluation", "purchase|evaluation")
Row = tuple[str, str, str, str, str]  # name, stages, cost, currency, conversions


def better(one: Row, other: Row) -> bool:
    """Whether ``other`` is a peer that costs no more and brings no less, one of them strictly."""
    # Nothing is nothing in every currency.
    if (one[3] != other[3] and float(other[2])) or not set(one[1].split("|")) & set(
        other[1].split("|")
    ):
        return False
    (cost, brings), (other_cost, other_brings) = (
        (float(row[2]), float(row[4])) for row in (one, other)
    )
    no_worse = other_cost <= cost and other_brings >= brings
    return no_worse and (other_cost < cost or other_brings > brings)


@pytest.mark.parametrize("seed", range(12))
def test_as_by_brute_force(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    rows: list[Row] = [
        (
            f"T{n}",
            dice.choice(STAGES),
            dice.choice(COSTS),
            dice.choice(("EUR", "EUR", "USD")),
            str(dice.randint(0, 4)),
        )
        for n in range(24)
    ]
    with (tmp_path / "touchpoints.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("name", "stages", "cost", "currency", "conversions"), *rows])
    found = analyse(tmp_path, as_of=date(2026, 1, 1)).all_findings
    said = {f.labels[f.concerns[0]]: f for f in found if f.rule == "too-costly"}
    for row in rows:
        peers = [o for o in rows if o is not row and better(row, o)] if float(row[2]) > 0 else []
        assert (said[row[0]].status == "gap") == bool(peers), row
        if peers:
            # It is held against one of them: with what it costs and brings.
            assert said[row[0]].threshold_source == "betterPeer"
            costs = [float(o[2]) / float(o[4]) if float(row[4]) else float(o[2]) for o in peers]
            assert any(said[row[0]].threshold == pytest.approx(c, abs=0.0006) for c in costs)
