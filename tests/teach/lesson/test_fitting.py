"""Parting: what goes on on the next slide, and maps that would be too small to be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tpgraph.teach.concept_map import concept_map
from tpgraph.teach.lesson.pictures import readable
from tpgraph.teach.maps.layout import FONT, laid_out
from tpgraph.teach.slide_file import split


@given(st.lists(st.integers(1, 10), max_size=40), st.integers(10, 30))
def test_pages_hold_everything_in_order_and_are_as_few_as_can_be(
    heights: list[int], room: int
) -> None:
    pages = split(heights, float, room)
    assert [height for page in pages for height in page] == heights
    assert all(0 < sum(page) <= room for page in pages)
    greedy, left = 0, 0.0
    for height in heights:
        if height > left:
            greedy, left = greedy + 1, room
        left -= height
    assert len(pages) == greedy


def test_pages_are_about_even() -> None:
    assert [len(page) for page in split([1] * 11, float, 10)] in ([6, 5], [5, 6])


def test_a_map_is_parted_where_it_could_not_be_read() -> None:
    for topic in ("touchpointCategories", "purchaseStages", "Touchpoint", "Coupon"):
        drawn = concept_map(topic, "en")
        parts = readable(drawn, 860, 370, 9.5)
        whole = [node.key for branch in drawn.root.branches for node in branch.nodes]
        kept = [n.key for part, _ in parts for b in part.root.branches for n in b.nodes]
        assert kept == whole
        more = sum(b.more for part, _ in parts for b in part.root.branches)
        assert more == sum(b.more for b in drawn.root.branches)
        assert (len(parts) == 1) == (topic == "Coupon")
        for part, is_tall in parts:
            scene = laid_out(part, is_tall=is_tall)
            letters = FONT * min(860 / scene.width, 370 / scene.height)
            alone = sum(len(branch.nodes) for branch in part.root.branches) == 1
            assert letters >= 9.5 or alone
