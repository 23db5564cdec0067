"""How large a live page is, however many touchpoints it is of."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from tpgraph.pipeline import analyze
from tpgraph.views.live import live_data
from tpgraph.views.page import render_page
from tpgraph.views.snapshot import snapshot

LIMIT_BYTES = 4_000_000
_PLATFORMS = ("twitter", "facebook", "instagram", "youtube", "flickr", "linkedin")
_WORDS = (
    "park", "forest", "river", "office", "national", "service", "wildlife", "refuge", "survey",
    "bureau", "monument", "canyon", "lake", "trail", "visitor", "centre", "history", "water",
    "land", "science", "region", "field", "education", "museum", "coast",
)  # fmt: skip


def _register(folder: Path, count: int) -> Path:
    """A register of accounts as an agency keeps it: names, addresses, a sentence about each."""
    chance = random.Random(count)
    folder.mkdir()
    head = 'name = "Agency of the Interior"\nindustry = "public administration"\nsize = "large"\n'
    (folder / "company.toml").write_text(head, encoding="utf-8")
    with (folder / "touchpoints.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("name", "type", "channel", "ownership", "url", "languages", "notes"))
        for n in range(count):
            platform = chance.choice(_PLATFORMS)
            account = "".join(chance.choices(_WORDS, k=3)) + chance.randbytes(2).hex()
            about = " ".join(chance.choices(_WORDS, k=chance.randrange(5, 25)))
            url = f"https://www.{platform}.com/{account}"
            name = f"@{account} ({platform}, {n})"
            rows.writerow((name, "social media page", platform, "brand", url, "English", about))
    return folder


def _size(folder: Path) -> int:
    analysis = analyze(folder, as_of="2026-11-22")
    return len(render_page(snapshot(analysis), live_data(analysis)).encode())


def test_a_live_page_of_many_touchpoints_has_at_most_four_megabytes(tmp_path: Path) -> None:
    few, many = (_size(_register(tmp_path / str(n), n)) for n in (40, 200))
    assert few < many < LIMIT_BYTES
    # Up to 1,100 each further one adds no more than these did: what repeats is found again.
    for_each = (many - few) / 160
    assert many + 900 * for_each < LIMIT_BYTES
