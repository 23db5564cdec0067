"""Damaged files of every format: an inventory or a message, never anything else."""

from __future__ import annotations

import os
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.inventory.conftest import AS_OF
from tests.inventory.formats.test_compliance import FORMATS
from tpgraph.errors import InputError
from tpgraph.inventory.read import read_inventory
from tpgraph.model import Inventory

# More where somebody means to search longer.
ROUNDS = int(os.environ.get("TPGRAPH_FUZZ_ROUNDS", "25"))
_BITS = (b"<", b">", b'"', b"'", b"{", b"[", b"]", b"}", b"\\", b"\0", b"\xff", b"&", b";", b",")
_WORDS = (b"-1", b"99999999999999999999", b"1e999", b"NaN", b"\xd8\x00", b"\xe2\x80\xae", b"|" * 50)


def damaged(data: bytes, choose: random.Random) -> bytes:
    """``data`` with a few bytes changed, taken out, doubled, or cut off."""
    found = bytearray(data)
    for _ in range(choose.randint(1, 4)):
        at = choose.randrange(len(found) + 1)
        match choose.randrange(5):
            case 0:
                found[at : at + choose.randint(1, 30)] = b""
            case 1:
                found[at:at] = choose.choice(_BITS + _WORDS)
            case 2:
                found[at : at + 1] = bytes([choose.randrange(256)])
            case 3:
                end = at + choose.randint(1, 300)
                found[at:at] = found[at:end]
            case _:
                found[at + choose.randint(0, 3000) :] = b""
    return bytes(found)


@pytest.mark.parametrize("form", FORMATS)
def test_damage_is_a_message_or_a_result(form: str, tmp_path: Path) -> None:
    path = FORMATS[form](tmp_path)
    good = path.read_bytes()
    choose = random.Random(form)
    read = 0
    for number in range(ROUNDS):
        if form in ("xlsx", "ods") and number % 4:
            _damage_part(path, good, choose)
        else:
            path.write_bytes(damaged(good, choose))
        inventory: Inventory | None = None
        with suppress(InputError):
            inventory = read_inventory(path, as_of=AS_OF)
        read += inventory is not None
        iris = [] if inventory is None else [t.iri for t in inventory.touchpoints]
        assert len(set(iris)) == len(iris)
        assert iris or inventory is None
    assert read < ROUNDS  # the damage was one


def _damage_part(path: Path, good: bytes, choose: random.Random) -> None:
    """Damage within a part of the workbook, which is packed again."""
    path.write_bytes(good)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = choose.choice(sorted(n for n in parts if n.endswith((".xml", ".rels"))))
    parts[name] = damaged(parts[name], choose)
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
