"""The commands for teaching: files, refusals, what is said."""

from __future__ import annotations

from tests.cli.conftest import Tp


def test_command_writes_map_and_key(tp: Tp) -> None:
    ran = tp("map", "coupon", "--out", "m.svg", "--blanks", "--lang", "it", as_of=None)
    assert ran.code == 0, ran.err
    assert ran.out.split() == ["m.svg", "m-key.svg"]
    assert tp("map", "coupon", "--out", "m.svg", as_of=None).code == 2
    assert tp("map", "coupon", "--out", "m.svg", "--force", as_of=None).code == 0
    bad = tp("map", "coupon", "--out", "m.docx", as_of=None)
    assert bad.code == 2
    assert ".graphml" in bad.err
