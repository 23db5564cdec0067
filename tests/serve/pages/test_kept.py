"""What is kept for pages: made once, by one thread, and never more than may be."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from tpgraph.serve.assets import Body
from tpgraph.serve.kept import Kept


def test_a_thing_is_made_once_for_all_who_wait() -> None:
    kept, made = Kept(), []

    def make() -> str:
        made.append(1)
        sleep(0.05)
        return "made"

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: kept.get("key", make), range(8)))
    assert found == ["made"] * 8
    assert len(made) == 1


def test_what_was_used_longest_ago_goes_first() -> None:
    kept = Kept(100_000)

    def content(of: bytes) -> Callable[[], bytes]:
        return lambda: of * 30_000

    assert kept.get("a", content(b"a")) == b"a" * 30_000
    kept.get("b", content(b"b"))
    kept.get("a", content(b"x"))
    kept.get("c", content(b"c"))  # there is room for two
    assert len(kept) == 2
    assert kept.get("a", content(b"x")) == b"a" * 30_000
    assert kept.get("b", content(b"y")) == b"y" * 30_000


def test_what_is_larger_than_all_room_is_given_all_the_same() -> None:
    kept = Kept(10)
    body = Body.of(b"x" * 1_000, "text/plain")
    assert kept.get("a", lambda: {"part": body})["part"] is body
    assert kept.get("b", lambda: 1, 1_000_000) == 1
    assert len(kept) == 1


def test_a_failure_is_not_kept() -> None:
    kept = Kept()

    def fail() -> str:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        kept.get("key", fail)
    assert kept.get("key", lambda: "made") == "made"
