"""Makes many companies of 25 touchpoints each, as the samples have them, for measuring.

A few dozen companies are written as files and read as any inventory is; their rows are drawn from
those of the sample companies, with what each declares complete and its bounds. The rest are the
same under other IRIs, so that a million touchpoints can be made in seconds.
"""

from __future__ import annotations

import csv
import io
import random
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.samples import sample

AS_OF = date(2026, 11, 22)
SOURCES = ("bottega_jeans", "casa_morgana", "nordlicht_software", "hanul_teilor")
TOUCHPOINTS = 25  # of each company
MODELS = 40  # companies that are read from files
SEED = 20261122
GOALS = ("awareness", "acquisition", "retention")
SIZES = ("micro", "small", "medium", "large")
INDUSTRIES = ("beauty and health", "software", "restaurants and cafes", "fashion")
COLUMNS = (
    "category", "stages", "goals", "modality", "personal", "ownership", "owner", "plan", "reviewed",
    "metrics", "leads_to", "supports", "feedback", "url", "hours",
)  # fmt: skip
BOUNDS = (
    "category_count_max = 3", "stage_count_max = 5", "modality_share_max = 0.5",
    "goal_cost_ratio_max = 1.5", "cost_per_contact_max = 2", "cost_per_conversion_max = 10",
    'currency = "EUR"', "satisfaction_min = 3", 'crosshair = "medians"', "review_days = 365",
    'languages = ["en", "it"]',
)  # fmt: skip


def companies(touchpoints: int) -> Iterator[bytes]:
    """N-Triples, a company at a time, of that many touchpoints in all (a multiple of 25)."""
    models = _models()
    for number in range(max(1, touchpoints // TOUCHPOINTS)):
        yield models[number % MODELS].replace(b"/data/model", b"/data/company-%06d" % number)


@cache
def _models() -> tuple[bytes, ...]:
    """The companies that are read from files, as N-Triples; each has an IRI of its own."""
    chance = random.Random(SEED)
    rows = [row for name in SOURCES for row in _rows(name)]
    return tuple(_model(chance, rows) for _ in range(MODELS))


def _model(chance: random.Random, rows: list[dict[str, str]]) -> bytes:
    drawn = [dict(row) for row in chance.sample(rows, TOUCHPOINTS)]
    names = [row["name"] for row in drawn]
    for row in drawn:
        # Links of the sample that leave the drawn rows lead to one of these instead.
        links = [x.strip() for x in re.split("[|;]", row.get("leads_to") or "") if x.strip()]
        others = [x if x in names or x == "none" else chance.choice(names) for x in links]
        row["leads_to"] = "|".join(dict.fromkeys(x for x in others if x != row["name"]))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(column for row in drawn for column in row)))
    writer.writeheader()
    writer.writerows(drawn)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "touchpoints.csv").write_text(out.getvalue(), encoding="utf-8")
        (Path(folder) / "company.toml").write_text(_company(chance), encoding="utf-8")
        return inventory_graph(read_inventory(Path(folder), as_of=AS_OF)).ntriples


def _company(chance: random.Random) -> str:
    """A company file: what is complete, goals and bounds are drawn."""

    def some(texts: tuple[str, ...], least: int = 0) -> list[str]:
        return chance.sample(texts, chance.randint(least, len(texts)))

    def listed(texts: list[str]) -> str:
        return "[" + ", ".join(f'"{text}"' for text in texts) + "]"

    return "\n".join(
        [
            'name = "Model"',
            f'industry = "{chance.choice(INDUSTRIES)}"',
            f'size = "{chance.choice(SIZES)}"',
            'sells = ["physical goods"]',
            f"sells_online = {chance.choice(('true', 'false'))}",
            f"has_store = {chance.choice(('true', 'false'))}",
            f"goals = {listed(some(GOALS, 1))}",
            f"complete = {listed(some(COLUMNS))}",
            "[bounds]",
            *some(BOUNDS),
        ]
    )


def _rows(name: str) -> list[dict[str, str]]:
    """The rows of a sample company, as texts by column."""
    text = (sample(name) / "touchpoints.csv").read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
