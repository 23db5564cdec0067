"""Damaged files of everything that is read: a result or a message, never anything else.

The longer run, which looks for more, is ``tests/bench/fuzz.py``.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.inventory.hostile.mutate import damage_file
from tests.inventory.hostile.samples import SAMPLES
from tpgraph.errors import CallError, InputError

# More where somebody means to search longer.
ROUNDS = int(os.environ.get("TPGRAPH_FUZZ_ROUNDS", "15"))


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_is_a_message_or_a_result(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    path = sample.write(tmp_path)
    good = path.read_bytes()
    sample.read(path)
    choose = random.Random(name)
    messages: list[str] = []
    for _ in range(ROUNDS):
        damage_file(path, good, choose)
        try:
            sample.read(path)
        except (InputError, CallError) as error:
            messages.append(str(error))
    assert all(len(message) > 20 for message in messages)
    assert messages or name in ("survey", "cp1251", "ga4")  # the damage was one
