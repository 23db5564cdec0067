"""How smoothly a large page is moved: frames a second while the map is scrolled, the network drawn.

Run it with ``python -m tests.bench.panning``; it prints the result and writes it into
``results.md`` beside itself. The network is dragged with the mouse, the map rolled with its wheel,
as a reader does; every frame that the page itself gets (requestAnimationFrame) is counted. It ends
with 1 where the target is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.results import machine, write_section
from tests.browser.conftest import launch
from tests.views.snapshots import large_snapshot
from tpgraph.views.page import write_page

ROUNDS = 5
SECONDS = 2.0
TARGET = 30
# What is moved: touchpoints of the company, and the view. 430 are as many as are drawn whole.
MOVED = {
    "map": (1500, "map"),
    "network, what matters most": (1500, "network"),
    "network, drawn whole": (430, "network"),
}
_COUNT = """() => {
  window.frames_ = [];
  const tick = (time) => {
    window.frames_.push(time);
    window.counting = requestAnimationFrame(tick);
  };
  window.counting = requestAnimationFrame(tick);
}"""
_COUNTED = "() => { cancelAnimationFrame(window.counting); return window.frames_; }"
_DRAWN = "tp.network.view?.body.nodeIndices.length ?? null"
_PLACE = "JSON.stringify(tp.network.view?.getViewPosition() ?? tp.byId('view').scrollTop)"


def frames(page: Page, *, drags: bool) -> list[float]:
    """The times of the frames, in milliseconds, while the middle of the view is moved."""
    box = page.locator(".net-canvas" if drags else "#map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, min(box["y"] + box["height"] / 2, 600)
    page.mouse.move(x, y)
    if drags:
        # Beside the nodes: what is under the mouse would be dragged alone.
        x, y = box["x"] + 30, box["y"] + box["height"] * 0.6
        page.mouse.move(x, y)
        page.mouse.down()
    page.evaluate(_COUNT)
    end, n = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        n += 1
        if drags:
            page.mouse.move(x + 150 * (n % 40 / 40), y + 60 * (n % 25 / 25))
        else:
            page.mouse.wheel(0, 40 if n % 60 < 40 else -40)
    times: list[float] = page.evaluate(_COUNTED)
    if drags:
        page.mouse.up()
    return times


def measure(browser: Browser, page: Path, view: str) -> tuple[list[float], int | None]:
    """Milliseconds from frame to frame, and how many nodes of the network were drawn."""
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    try:
        opened = context.new_page()
        opened.goto(f"{page.as_uri()}#view={view}")
        drags = view == "network"
        opened.wait_for_selector("#view-network[data-ready]" if drags else "html[data-ready]")
        opened.wait_for_timeout(300)
        before = opened.evaluate(_PLACE)
        times = frames(opened, drags=drags)
        if opened.evaluate(_PLACE) == before:
            sys.exit(f"{view}: nothing was moved")
        drawn = opened.evaluate(_DRAWN)
        return [b - a for a, b in pairwise(times)], drawn
    finally:
        context.close()


def report(found: dict[str, tuple[list[float], int | None]], nodes: dict[int, int]) -> str:
    """The result as Markdown."""
    rows = "\n".join(
        f"| {name} | {nodes[MOVED[name][0]]:,} | {drawn or ''} | {fps(gaps):.0f} | "
        f"{statistics.quantiles(gaps, n=20)[-1]:.0f} | {TARGET} |"
        for name, (gaps, drawn) in found.items()
    )
    return f"""\
# The page, moved

Frames a second while the mouse drags the network or rolls over the map, in Chromium without a
graphics card; and the milliseconds that all frames but one in twenty stay below. Made by
`python -m tests.bench.panning`: {ROUNDS} rounds of {SECONDS:.0f} seconds.

| what is moved | nodes | nodes drawn | frames a second | ms, 19 of 20 | target |
|---|---|---|---|---|---|
{rows}

{machine()}
"""


def fps(gaps: list[float]) -> float:
    """Frames a second, of the milliseconds between them."""
    return 1000 * len(gaps) / sum(gaps)


def main() -> int:
    """Measures, prints and writes; 1 where the target is missed."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    nodes: dict[int, int] = {}
    found: dict[str, tuple[list[float], int | None]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            sys.exit("needs a browser: install chromium, or run `playwright install chromium`")
        for count, _ in MOVED.values():
            snapshot = large_snapshot(count)
            nodes[count] = len(snapshot["network"]["nodes"])
            write_page(snapshot, Path(folder) / f"{count}.html")
        for _ in range(ROUNDS):
            for name, (count, view) in MOVED.items():
                gaps, drawn = measure(browser, Path(folder) / f"{count}.html", view)
                found[name] = ([*found.get(name, ([], None))[0], *gaps], drawn)
        browser.close()
    text = report(found, nodes)
    write_section(text)
    print(text)
    return 1 if any(fps(gaps) < TARGET for gaps, _ in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
