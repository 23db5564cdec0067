"""Pictures of the page that are kept, and how new ones are held against them.

``python -m tests.browser.pictures`` takes them all anew into ``pictures/`` beside this file: look
at what has changed before you keep it. All text is set in blocks (``block_font``), so that they
come out alike on every machine.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.block_font import style
from tests.browser.conftest import launch
from tests.views.plots import plotted_snapshot
from tests.views.snapshots import shop_snapshot, texts
from tpgraph.views.page import write_page

FOLDER = Path(__file__).with_name("pictures")
KEPT = 3  # pixels of the window, across and down, to a pixel that is kept
# A pixel counts as different where its colour lies farther (0 to 255) outside those around its
# place in the other picture; and so many of a thousand may be different. So a shift of three
# pixels of the window is let pass: another version of the browser rounds differently.
LEAST = 22
MOST_PER_MILLE = 2.5


@dataclass(frozen=True)
class Shot:
    """What is shown: which company, the address of the page, the window and the theme."""

    of: str
    address: str
    size: tuple[int, int] = (1440, 900)
    dark: bool = False


WIDE, NARROW = (1440, 900), (390, 844)
SHOTS = {
    "map-en": Shot("shop", "lang=en"),
    "map-fa": Shot("shop", "lang=fa"),
    "map-fa-narrow": Shot("shop", "lang=fa", NARROW),
    "map-ru-dark": Shot("shop", "lang=ru&at=~finding/0001", dark=True),
    "actions-it": Shot("shop", "lang=it&view=actions"),
    "network-en": Shot("shop", "lang=en&view=network"),
    "concepts-fa": Shot("shop", "lang=fa&view=concepts"),
    "plots-ro": Shot("plots", "lang=ro&view=plots"),
    "plots-fa-narrow": Shot("plots", "lang=fa&view=plots", NARROW, dark=True),
    "compare-en": Shot("comparison", "lang=en"),
}


def snapshot(of: str) -> dict[str, Any]:
    """The snapshot of a shot; none of them depends on the ontology or the rules."""
    if of == "plots":
        return plotted_snapshot()
    data = shop_snapshot()
    if of == "comparison":
        data["comparison"] = _comparison(data)
    return data


def take(browser: Browser, folder: Path, shot: Shot, mutation: str = "") -> Image.Image:
    """The picture of a shot; ``mutation`` is a script that changes the page before."""
    file = folder / f"{shot.of}.html"
    if not file.exists():
        write_page(snapshot(shot.of), file)
    context = browser.new_context(
        offline=True,
        viewport={"width": shot.size[0], "height": shot.size[1]},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    try:
        page = context.new_page()
        # In place before the page draws itself: labels of the network are measured only then.
        page.add_init_script(
            f"new MutationObserver((_, o) => document.head && (document.head.insertAdjacentHTML("
            f"'beforeend', `<style>{style()}</style>`), o.disconnect()))"
            ".observe(document, { childList: true, subtree: true })"
        )
        page.goto(f"{file.as_uri()}#{shot.address}")
        _settle(page, shot)
        if mutation:
            page.evaluate(mutation)
        return _small(page.screenshot())
    finally:
        context.close()


def difference(new: Image.Image, kept: Image.Image) -> float:
    """How many of a thousand places look different; 1000 where the sizes do."""
    if new.size != kept.size:
        return 1000.0
    worst = Image.new("L", new.size)
    for one, other in ((new, kept), (kept, new)):
        # What has vanished is seen from the one side, what has come from the other.
        above = ImageChops.subtract(one, other.filter(ImageFilter.MaxFilter(3)))
        below = ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), one)
        for band in (*above.split(), *below.split()):
            worst = ImageChops.lighter(worst, band)
    counts = worst.histogram()
    return 1000 * sum(counts[LEAST:]) / sum(counts)


def kept(name: str) -> Image.Image:
    """The picture that is kept under a name."""
    with Image.open(FOLDER / f"{name}.png") as image:
        return image.convert("RGB")


def _settle(page: Page, shot: Shot) -> None:
    page.wait_for_selector("html[data-ready]")
    page.evaluate("document.fonts.load('15px Block').then(() => document.fonts.ready)")
    if "view=network" in shot.address:
        page.wait_for_selector("#view-network[data-ready]")
    if "view=concepts" in shot.address:
        page.wait_for_selector("#view-concepts[data-ready]")
    # What was laid out before the font was there is laid out again.
    page.evaluate("window.dispatchEvent(new Event('tp-layout')); tp.store.refresh()")
    page.wait_for_timeout(300)


def _small(png: bytes) -> Image.Image:
    with Image.open(BytesIO(png)) as image:
        return image.convert("RGB").reduce(KEPT)


def _comparison(data: dict[str, Any]) -> dict[str, Any]:
    """Two dates of the shop, with one line of each of three verdicts."""
    concern = data["categories"][0]
    verdicts = {"worse": ("ok", "gap"), "better": ("gap", "ok"), "now-known": ("unknown", "ok")}
    words = [f"verdict.{v}" for v in (*verdicts, "same")] + ["compare.dates", "compare.companies"]
    rules = list(data["rules"])
    return {
        "titles": ["Bottega, 2025", "Bottega, 2026"],
        "same_company": True,
        "lines": [
            {
                "rule": rules[n],
                "concerns": [concern],
                "area": None,
                "statuses": list(statuses),
                "verdicts": [verdict],
                "findings": [None, None],
            }
            for n, (verdict, statuses) in enumerate(verdicts.items())
        ],
        "counts": [{"gap": 2}, {"gap": 3}],
        "coverage": [
            {"category": c, "stage": s, "counts": [n, 2 - n]}
            for n, (c, s) in enumerate(zip(data["categories"][:3], data["stages"], strict=False))
            if n != 1
        ],
        "measures": [
            {"name": "gap", "values": [2, 3]},
            {"name": f"unknown {rules[0]}", "values": [4, 1]},
        ],
        "rules": {rule: data["rules"][rule]["title"] for rule in rules},
        "labels": {},
        "texts": {word: texts(word.replace(".", ": ")) for word in words},
    }


def main() -> int:
    """Takes all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            sys.exit("needs a browser: install chromium, or run `playwright install chromium`")
        for name, shot in SHOTS.items():
            new = take(browser, Path(folder), shot)
            file = FOLDER / f"{name}.png"
            was = difference(new, kept(name)) if file.exists() else 1000.0
            if was > 0:
                new.save(file, optimize=True)
            print(f"{name}: {was:.2f} of a thousand places were different")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
