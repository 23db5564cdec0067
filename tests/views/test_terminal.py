"""How wide the terminal is: as ``shutil`` says it."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from tpgraph.views.terminal import terminal_columns


@pytest.mark.parametrize("columns", ["40", "0", "-3", "wide", "", None])
@pytest.mark.parametrize("real", [132, 0, None])
def test_it_is_what_shutil_says(
    monkeypatch: pytest.MonkeyPatch, columns: str | None, real: int | None
) -> None:
    def size(_: int) -> os.terminal_size:
        if real is None:
            raise OSError("no terminal")
        return os.terminal_size((real, 24))

    monkeypatch.setattr(os, "get_terminal_size", size)
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    assert terminal_columns(77) == shutil.get_terminal_size((77, 24)).columns


def test_a_process_without_standard_output_has_the_width_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "__stdout__", None)
    assert terminal_columns(77) == 77
