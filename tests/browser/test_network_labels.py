"""Labels of the network that matter most can be read whole, wherever their node stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.views.snapshots import shop_snapshot

# Puts a node near an edge of the canvas and tells what is written then: text, begin and end in
# pixels of the canvas, the canvas's width.
WRITTEN = """
([id, side]) => new Promise((tell) => {
  const { view } = tp.network;
  const canvas = document.querySelector("#net-canvas canvas");
  const half = canvas.clientWidth / 2 / view.getScale();
  const { x, y } = view.getPositions([id])[id];
  const kept = CanvasRenderingContext2D.prototype.fillText;
  const found = [];
  CanvasRenderingContext2D.prototype.fillText = function (text, at, top) {
    const width = this.measureText(text).width;
    const { a, e } = this.getTransform();
    found.push([text, (at - width / 2) * a + e, (at + width / 2) * a + e, canvas.width]);
    kept.call(this, text, at, top);
  };
  view.once("afterDrawing", () => setTimeout(() => {
    CanvasRenderingContext2D.prototype.fillText = kept;
    tell(found);
  }));
  view.moveTo({ position: { x: x - side * half * 0.94, y }, animation: false });
})
"""


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("lang", ["ru", "fa"])
def test_a_stage_at_the_edge_keeps_its_name(open_page: Open, lang: str, side: int) -> None:
    snapshot = shop_snapshot()
    page = open_page(snapshot, f"view=network&lang={lang}", size=(390, 800)).page
    page.wait_for_function("tp.network?.view")
    stage: str = snapshot["stages"][2]
    name = page.evaluate("(id) => tp.name(id)", stage)
    written: list[list[Any]] = page.evaluate(WRITTEN, [stage, side])
    found = [label for label in written if label[0] == name]
    assert found
    # It may be drawn more than once.
    assert [label for label in found if label[1] < 0 or label[2] > label[3]] == []
