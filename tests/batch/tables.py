"""Tables of many companies for tests: varied, small, the same for the same seed."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

COLUMNS = (
    "company", "company_industry", "company_size", "company_goals", "company_complete", "name",
    "type", "category", "stages", "modality", "cost", "currency", "conversions", "satisfaction",
    "satisfaction_scale", "importance", "owner", "url",
)  # fmt: skip
INDUSTRIES = ("fashion", "food and drink", "beauty and health", "")
TYPES = ("shop", "coupon", "leaflet", "chat support", "newsletter", "", "shop window")
STAGES = ("problem recognition", "information search", "purchase", "post-purchase", "")
CATEGORIES = ("advertising", "direct marketing", "events and experiences", "")
PLACES = ("Cluj", "Torino", "شیراز", "Казань", "Leeds")

Row = dict[str, str]


def rows_of(number: int, count: int) -> list[Row]:
    """The rows of a company."""
    chance = random.Random(number)
    facts = {
        "company": f"Firm {number} & Co",
        "company_industry": INDUSTRIES[number % len(INDUSTRIES)],
        "company_size": chance.choice(("micro", "small", "medium")),
        "company_goals": chance.choice(("awareness", "awareness|retention", "none", "")),
        "company_complete": chance.choice(("all", "stages|owner", "")),
    }
    return [{**facts, **_touchpoint(chance, at)} for at in range(count)]


def _touchpoint(chance: random.Random, at: int) -> Row:
    return {
        "name": f"Point {at} {chance.choice(PLACES)}",
        "type": chance.choice(TYPES),
        "category": chance.choice(CATEGORIES),
        "stages": chance.choice(STAGES),
        "modality": chance.choice(("physical", "virtual", "")),
        "cost": chance.choice(("100", "250.5", "")),
        "currency": "EUR",
        "conversions": chance.choice(("3", "40", "")),
        "satisfaction": chance.choice(("2", "4.5", "")),
        "satisfaction_scale": "1-5",
        "importance": chance.choice(("1", "5", "")),
        "owner": chance.choice(("Ana", "")),
        "url": chance.choice(("https://example.org/a", "")),
    }


def many(companies: int, each: int) -> list[Row]:
    """The rows of so many companies, one after the other."""
    return [row for number in range(companies) for row in rows_of(number, each)]


def shuffled(rows: list[Row]) -> list[Row]:
    """The same rows with the companies mixed; each company's own rows keep their order."""
    by_company: dict[str, list[Row]] = {}
    for row in rows:
        by_company.setdefault(row["company"], []).append(row)
    names = [row["company"] for row in rows]
    random.Random(7).shuffle(names)
    # Companies first come in the order in which they did.
    names = [*by_company, *names]
    left = {name: iter(found) for name, found in by_company.items()}
    return [row for name in names for row in islice(left[name], 1)]


def write_csv(path: Path, rows: Iterable[Row]) -> Path:
    """Writes rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_folders(folder: Path, rows: Iterable[Row]) -> Path:
    """Writes the same companies as folders, in the order of their names."""
    by_company: dict[str, list[Row]] = {}
    for row in rows:
        by_company.setdefault(row["company"], []).append(row)
    for number, (name, own) in enumerate(by_company.items()):
        inner = folder / f"{number:04}"
        inner.mkdir(parents=True)
        write_company(inner, name, own)
    return folder


def write_company(folder: Path, name: str, rows: list[Row]) -> None:
    """Writes one company's folder."""
    lines = [f'name = "{name}"']
    for column in COLUMNS[1:5]:
        text, key = rows[0][column], column.removeprefix("company_")
        if text == "all":
            lines.append("complete = true")
        elif text:
            lines.append(f"{key} = {str(text.split('|')) if text != 'none' else '[]'}")
    (folder / "company.toml").write_text("\n".join(lines).replace("'", '"'), encoding="utf-8")
    with (folder / "touchpoints.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[5:], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def read(path: Path) -> list[Row]:
    """A table of the results."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
