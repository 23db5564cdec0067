"""``%sparql`` and ``%%sparql``: what a notebook's cell asks, and what it gets."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

import tpgraph
from tests.conftest import ROOT
from tpgraph.query.named import named_queries

SHOP = ROOT / "data" / "bottega_jeans"
GAPS = "SELECT ?f WHERE { ?f tpg:status tpg:gap }"


@pytest.fixture(scope="module")
def shell() -> Generator[Any, None, None]:
    """An IPython shell with the extension loaded and an analysis in ``shop``."""
    pytest.importorskip("IPython")
    from IPython.core.interactiveshell import InteractiveShell

    made: Any = InteractiveShell.instance()
    made.run_line_magic("load_ext", "tpgraph")
    made.user_ns["shop"] = tpgraph.analyse(SHOP)
    yield made
    InteractiveShell.clear_instance()


def test_a_cell_asks_an_analysis(shell: Any) -> None:
    frame = shell.run_cell_magic("sparql", "shop --as gaps", GAPS)
    assert list(frame.columns) == ["f"]
    assert len(frame) == len(shell.user_ns["shop"].gaps) > 0
    assert shell.user_ns["gaps"] is frame


def test_a_line_asks_a_named_query(shell: Any) -> None:
    asked = shell.run_line_magic("sparql", "shop Q6")
    assert asked.equals(shell.user_ns["shop"].query("Q6").to_frame())
    of_concepts = shell.run_line_magic("sparql", "E1 lang=fa")
    assert len(of_concepts) > 7
    assert any("؀" <= c <= "ۿ" for c in str(of_concepts.iloc[0].tolist()))


def test_a_path_is_analysed(shell: Any) -> None:
    assert len(shell.run_cell_magic("sparql", str(SHOP), GAPS)) == len(shell.user_ns["shop"].gaps)


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("shopp", GAPS, "shopp"),
        ("", "", "%%sparql"),
        ("shop", "SELECT * { ?s ?p }", "1:"),
        ("shop --lang xx", GAPS, "--lang"),
        ("shop --company X", GAPS, "--company"),
        ("'", GAPS, "quotation"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(shell: Any, line: str, cell: str, said: str) -> None:
    from IPython.core.error import UsageError

    with pytest.raises(UsageError, match=said):
        shell.run_cell_magic("sparql", line, cell)


def test_a_store_is_asked_too(shell: Any, tmp_path: Path) -> None:
    from tpgraph.batch.run import run_batch
    from tpgraph.batch.settings import Settings

    run_batch([SHOP], tmp_path / "out", Settings(store=str(tmp_path / "store")), workers=1)
    frame = shell.run_cell_magic("sparql", str(tmp_path / "store"), GAPS)
    assert len(frame) == len(shell.user_ns["shop"].gaps)
    assert "uncovered-categories" in named_queries()
    asked = shell.run_line_magic("sparql", f"{tmp_path / 'store'} uncovered-categories")
    assert set(asked["company"]) == {"Bottega Jeans"}
