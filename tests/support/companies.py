"""Companies made up at random, plain and nasty: every column, five languages, and what goes wrong.

The same seed gives the same company. Hypothesis hands in a ``random`` of its own, and so shrinks
them; whoever wants the thousandth gives ``Random(1000)``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from tpgraph import vocabulary as v
from tpgraph.inventory.columns import COLUMNS
from tpgraph.inventory.company import KEYS, ONE_VALUE_KEYS, TERM_KEYS, YES_NO_KEYS
from tpgraph.resources import read_json

AS_OF = date(2026, 1, 15)
MOST_ROWS = 9
# Letters of several scripts and widths, marks that write from the right or join, quotes, markup.
NAMES = (
    "Vetrina", "Vitrină și ușă", "Витрина", "ویترین فروشگاه", "می‌خواهم", "Ångström & Søn",
    'The "big" sale', "back\\slash", "50% off; now", "a|b", "<b>bold</b>", "😀 stand", "𝔖hop 𝟙",
    "Cafe\u0301", "Café", "ﬁne prints", "\u202eright to left", "=1+1", "https://example.com/x y",
    "O'Neill", "{braces} ?x $y", "-", "ẞtraße", "Ⅻ fairs", "売店", "one\u00a0two",
)  # fmt: skip
NUMBERS = (
    "0", "1", "2", "3", "4.5", "7", "10", "12.50", "0.1", "0.333333333333", "1,5", "1.234,56",
    "1,234.5", "۳٫۵", "99999999", "999999999999999", "0.000000000001", "1e3", "-5", "many", "?",
    "100", "250", "1000", "€ 30", "0.0", "33.333", "n/a",
)  # fmt: skip
RATINGS = ("1", "2", "3", "4", "5", "3.5", "2.75", "0", "9.1", "-40", "0.05", "high")
SCALES = ("1-5", "1-5", "1-5", "0-10", "nps", "1-7", "0-1", "0-100", "stars", "5-1")
CURRENCIES = ("EUR", "EUR", "EUR", "USD", "RON", "irr", "euro", "doubloons")
URLS = (
    "example.com", "https://www.Example.com/", "http://example.com/a", "example.com/a/", "nowhere",
    "https://example.com/ă?q=1&r=2", "https://facebook.com/shop", "https://x.example/#top",
)  # fmt: skip
CHANNELS = ("Facebook", "Google+", "storify", "Vine", "TikTok", "Village notice network", "mail")
YES_NO = ("yes", "no", "unknown", "da", "нет", "بله", "sì", "maybe")
NOTHING = ("none", "unknown", "-", "nessuno", "нет")
TEXTS = ("Ana", "Ана", "آنا", "Ana|Luca", 'She said "no"', "in 2 lines\nreally", "none")
LANGUAGES = ("en", "it|en", "ro;ru", "fa", "Klingon", "italiano")
AUDIENCES = ("students", "students|families", "everybody", "none")
NUMBER_BOUNDS = (
    "cost_per_contact_max", "cost_per_conversion_max", "importance_crosshair",
    "satisfaction_crosshair", "review_days", "satisfaction_min",
    *(f"{area}_{bound}_max" for area in ("category", "stage", "modality", "goal")
      for bound in ("count", "share", "cost_ratio")),
)  # fmt: skip


@dataclass(frozen=True)
class MadeUp:
    """A company as its two files have it."""

    company: str
    touchpoints: str

    def write(self, folder: Path) -> Path:
        """Writes its files into a new folder ``shop``, so that the company's IRI is known."""
        shop = folder / "shop"
        shop.mkdir()
        (shop / "company.toml").write_text(self.company, encoding="utf-8")
        (shop / "touchpoints.csv").write_text(self.touchpoints, encoding="utf-8", newline="")
        return shop


def made_up(random: Random) -> MadeUp:
    """A company; nothing of it is wrong in a way that keeps it from being read."""
    count = random.choice((1, 2, 3, 3, 4, 5, 6, 7, MOST_ROWS))
    return MadeUp(_company(random), _table(random, count))


# --------------------------------------------------------------------------------- touchpoints


def _table(random: Random, count: int) -> str:
    names = [_name(random, i) for i in range(count)]
    columns = [c for c in COLUMNS if c != "name"]
    if random.random() < 0.5:
        columns = random.sample(columns, random.randint(1, len(columns)))
    # Some companies say much of everything, some hardly anything: each column has its own measure.
    filled = {c: random.choice((0.1, 0.5, 0.8, 1.0)) for c in columns}
    # And some say the same of many: one currency, one scale, yes and yes again.
    pools = {c: _habit(random, _pool(c)) for c in columns if c != "leads_to"}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=random.choice(",,;\t"), lineterminator="\n")
    writer.writerow(["name", *columns])
    for name in names:
        pools["leads_to"] = tuple(n for n in names if "|" not in n and ";" not in n)
        cells = [_cell(random, c, pools[c]) if random.random() < filled[c] else "" for c in columns]
        writer.writerow([name, *cells])
    return out.getvalue()


def _name(random: Random, i: int) -> str:
    return random.choice((f"T{i}", f"T{i}", random.choice(NAMES), random.choice(_kinds())))


def _habit(random: Random, pool: tuple[str, ...]) -> tuple[str, ...]:
    """All that a column may hold, or the few values that a company keeps to."""
    return pool if random.random() < 0.5 else tuple(random.sample(pool, random.choice((1, 2, 3))))


def _cell(random: Random, column: str, pool: Sequence[str]) -> str:
    if random.random() < 0.05:
        return random.choice(NOTHING)
    most = 3 if v.COLUMNS[column].holds in ("concept", "kind", "links") else 1
    return "|".join(random.sample(pool, min(random.choice((1, 1, 1, 2, 3)), most, len(pool))))


@cache
def _kinds() -> tuple[str, ...]:
    """What kinds of touchpoint are called, in five languages."""
    return tuple(read_json("generated/index.json")["kinds"])


@cache
def _pool(column: str) -> tuple[str, ...]:
    """What a cell of a column may hold."""
    known = v.COLUMNS[column]
    if known.holds == "kind":
        return _kinds()
    if known.holds == "concept":
        return _terms(known.scheme or "")
    if known.holds == "yesno":
        return YES_NO
    if known.holds == "date":
        return _days()
    pools: Mapping[str, tuple[str, ...]] = {
        "satisfaction": RATINGS,
        "importance": RATINGS,
        "satisfaction_scale": SCALES,
        "importance_scale": SCALES,
        "currency": CURRENCIES,
        "url": URLS,
        "channel": CHANNELS,
        "languages": LANGUAGES,
        "audience": AUDIENCES,
    }
    return pools.get(column, NUMBERS if known.holds == "number" else TEXTS)


def _days() -> tuple[str, ...]:
    """Days around those on which a review falls due, and what is no day."""
    days = [AS_OF + timedelta(days=n) for n in (-1000, -366, -365, -31, -30, -29, -1, 0, 1, 90)]
    return (*(d.isoformat() for d in days), days[0].strftime("%d.%m.%Y"), "2024-02-29", "soon")


@cache
def _terms(scheme: str) -> tuple[str, ...]:
    """What the terms of a scheme are called, in five languages, and a word that names none."""
    schemes = read_json("generated/index.json")["schemes"]
    return (*schemes[scheme.removeprefix(v.NAMESPACE)], "gobbledygook")


# ------------------------------------------------------------------------------------- company


def _company(random: Random) -> str:
    lines = ['name = "Shop 𝔸 \\"one\\""'] if random.random() < 0.7 else []
    for key in KEYS:
        if key in ("name", "bounds", "accept") or random.random() < 0.4:
            continue
        lines.append(f"{key} = {_toml(_value(random, key))}")
    if random.random() < 0.7:
        lines += ["[bounds]", *_bounds(random)]
    if random.random() < 0.3:
        rule = random.choice(("unowned-touchpoint", "stage-uncovered", "no-such-rule"))
        lines += ["[[accept]]", f'rule = "{rule}"', 'reason = "as agreed"']
    return "\n".join(lines) + "\n"


def _value(random: Random, key: str) -> object:
    if key == "complete":
        scopes = [c for c in COLUMNS if c != "name"] + ["metrics"]
        some = random.sample(scopes, random.randint(0, len(scopes)))
        return random.choice((True, False, some, some))
    if key in YES_NO_KEYS:
        return random.random() < 0.5
    terms = _terms(TERM_KEYS[key])
    if key in ONE_VALUE_KEYS:
        return random.choice(terms)
    return random.sample(terms, random.choice((0, 1, 1, 2, 3)))


def _bounds(random: Random) -> list[str]:
    found: dict[str, object] = {}
    for key in random.sample(NUMBER_BOUNDS, random.randint(0, 8)):
        found[key] = random.choice((0, 0.1, 0.25, 0.333333, 0.5, 1, 1.5, 2, 3, 30, 365))
    if random.random() < 0.6:
        found["currency"] = random.choice(CURRENCIES)
    if random.random() < 0.5:
        found["satisfaction_scale"] = random.choice(SCALES)
    if random.random() < 0.5:
        found["crosshair"] = random.choice(("means", "medians", "scale"))
    if random.random() < 0.4:
        found["languages"] = random.sample(("en", "it", "ro", "ru", "fa", "Klingon"), 2)
    return [f"{key} = {_toml(value)}" for key, value in found.items()]


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
