"""How soon the page is ready when it is opened cold, against an empty page in the same browser.

Run it with ``python -m tests.bench.page``; it prints the result and writes it into ``results.md``
beside itself. Pages of several sizes and the empty one are opened in turn, each in a context of
its own (nothing cached), so that what else the machine does strikes all alike; medians are taken.
It ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.bench.results import machine, write_section
from tests.browser.conftest import launch
from tests.views.snapshots import large_snapshot
from tpgraph.views.page import write_page

ROUNDS = 9
# Touchpoints of the company, and the time that is aimed at, in milliseconds.
SIZES = {150: 500, 1500: 1000, 7500: None}
EMPTY = "<!doctype html><html data-ready><title>empty</title><body>empty</body></html>"
# The empty page has no mark of its own.
_READY = (
    "(performance.getEntriesByName('tp-ready')[0]?.startTime"
    " ?? performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)"
)


def ready_ms(browser: Browser, page: Path) -> float:
    """From the start of the navigation until the page answers, in milliseconds."""
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    try:
        opened = context.new_page()
        opened.goto(page.as_uri())
        opened.wait_for_selector("html[data-ready]")
        return float(opened.evaluate(_READY))
    finally:
        context.close()


def measure(rounds: int) -> tuple[list[float], dict[int, list[float]], dict[int, tuple[int, int]]]:
    """Milliseconds of the empty page and of each size; and nodes and kilobytes of each size."""
    empty: list[float] = []
    times: dict[int, list[float]] = {n: [] for n in SIZES}
    sizes: dict[int, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            sys.exit("needs a browser: install chromium, or run `playwright install chromium`")
        blank = Path(folder) / "empty.html"
        blank.write_text(EMPTY, encoding="utf-8")
        pages = {}
        for n in SIZES:
            snapshot = large_snapshot(n)
            pages[n] = Path(folder) / f"{n}.html"
            write_page(snapshot, pages[n])
            sizes[n] = (len(snapshot["network"]["nodes"]), pages[n].stat().st_size // 1000)
        ready_ms(browser, blank)
        for _ in range(rounds):
            empty.append(ready_ms(browser, blank))
            for n, page in pages.items():
                times[n].append(ready_ms(browser, page))
        browser.close()
    return empty, times, sizes


def report(
    empty: list[float], times: dict[int, list[float]], sizes: dict[int, tuple[int, int]]
) -> str:
    """The result as Markdown."""
    base = statistics.median(empty)
    rows = "\n".join(
        f"| {sizes[n][0]:,} | {sizes[n][1]:,} | {statistics.median(ms):.0f} | {min(ms):.0f} | "
        f"{statistics.median(ms) / base:.1f} | {SIZES[n] or ''} |"
        for n, ms in times.items()
    )
    return f"""\
# The page, opened cold

Milliseconds until the page is ready (everything drawn once, every handler in place), from disk, in
Chromium without a graphics card. Made by `python -m tests.bench.page`: {len(empty)} rounds, each
page in a fresh context, in turn with an empty one; medians. The empty page takes {base:.0f} ms.

| nodes of the network | kB | ms | least | ratio to the empty page | target, ms |
|---|---|---|---|---|---|
{rows}

{machine()}
"""


def main() -> int:
    """Measures, prints and writes; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds to measure")
    empty, times, sizes = measure(parser.parse_args().rounds)
    text = report(empty, times, sizes)
    write_section(text)
    print(text)
    missed = [n for n, most in SIZES.items() if most and statistics.median(times[n]) > most]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
