"""The page looks as it looked: pictures that are kept, and what a change of them is found by."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.pictures import FOLDER, MOST_PER_MILLE, SHOTS, difference, kept, take

pytestmark = pytest.mark.browser

# What may happen to a page, as a script, and the picture in which it must show.
MUTATIONS = {
    "a panel is gone": ("map-en", "document.getElementById('items').style.display = 'none'"),
    "the tabs are gone": ("map-fa", "document.getElementById('tabs').style.visibility = 'hidden'"),
    "a row is moved": (
        "map-en",
        "document.querySelectorAll('.journey tbody tr')[3].style.transform = 'translateY(6px)'",
    ),
    "a chip is gone": ("map-fa-narrow", "document.querySelector('.chip').remove()"),
    "a chip has lost its colour": (
        "map-fa-narrow",
        "document.querySelector('.chip').style.background = 'none'",
    ),
    "gaps have lost their colour": (
        "map-ru-dark",
        "for (const name of ['--gap', '--gap-soft', '--gap-tint'])"
        " document.documentElement.style.setProperty(name, 'transparent')",
    ),
    "a node is gone": ("network-en", "tp.network.view.body.data.nodes.remove(tp.data.stages[0])"),
    "the cross-hair is moved": ("plots-ro", "tp.set({ cross: [0.3, 0.3] })"),
    "it is not mirrored": ("concepts-fa", "document.documentElement.dir = 'ltr'"),
    "a table is gone": ("compare-en", "document.querySelector('.compare-table').remove()"),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages are written, each once."""
    return tmp_path_factory.mktemp("pictures")


@pytest.mark.parametrize("name", SHOTS)
def test_it_looks_as_in_the_picture_that_is_kept(
    browser: Browser, pages: Path, tmp_path: Path, name: str
) -> None:
    new = take(browser, pages, SHOTS[name])
    found = difference(new, kept(name))
    if found > MOST_PER_MILLE:
        new.save(tmp_path / f"{name}.png")
    assert found <= MOST_PER_MILLE, (
        f"Looks different: {tmp_path / f'{name}.png'}. If it is meant to, take the pictures anew: "
        "python -m tests.browser.pictures"
    )


@pytest.mark.parametrize("what", MUTATIONS)
def test_what_has_moved_or_vanished_is_found(browser: Browser, pages: Path, what: str) -> None:
    name, script = MUTATIONS[what]
    assert difference(take(browser, pages, SHOTS[name], script), kept(name)) > MOST_PER_MILLE


def test_a_picture_is_kept_of_each_and_of_nothing_else() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(SHOTS)
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 300_000
