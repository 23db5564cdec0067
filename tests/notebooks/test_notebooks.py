"""The notebooks run from start to end, say what they promise, and are kept without outputs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SEVEN = FOLDER / "01_seven_touchpoints.ipynb"
TIMEOUT_S = 300


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The kernel ``python3`` is this very Python, whatever else the machine knows by that name."""
    pytest.importorskip("ipykernel")
    folder = tmp_path / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return "python3"


def run(path: Path, cwd: Path, kernel: str, answers: dict[str, str] | None = None) -> Any:
    """The notebook after a run in a folder; ``answers`` are put into the cells of these ids."""
    import nbformat
    from nbclient import NotebookClient

    read: Any = nbformat.read  # without types of its own
    notebook = read(path, as_version=4)
    for name, text in (answers or {}).items():
        (cell,) = [c for c in notebook.cells if c["id"] == name]
        cell["source"] = text
    resources = {"metadata": {"path": str(cwd)}}
    client = NotebookClient(
        notebook, timeout=TIMEOUT_S, kernel_name=kernel, resources=resources, allow_errors=True
    )
    client.execute()
    return notebook


def outputs(notebook: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield cell["id"], output


def errors(notebook: Any) -> dict[str, str]:
    """The cells that ended in an error, and the error."""
    return {
        name: f"{o['ename']}: {o['evalue']}"
        for name, o in outputs(notebook)
        if o["output_type"] == "error"
    }


def shown(notebook: Any, cell: str, kind: str = "text/plain") -> str:
    """What a cell printed and showed."""
    parts = []
    for name, output in outputs(notebook):
        if name == cell:
            parts.append(output.get("text") or output.get("data", {}).get(kind, ""))
    return "\n".join(parts)


def solutions(notebook: Any) -> dict[str, str]:
    """The folded solutions, by the id of the cell into which they go."""
    found = {}
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["id"].startswith("exercise-"):
            (code,) = re.findall(r"(?s)<details>.*```python\n(.*?)```.*</details>", text)
            found[cell["id"].replace("exercise", "answer")] = code
    return found


def test_there_are_notebooks() -> None:
    assert SEVEN in NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_stale_outputs_are_kept(path: Path) -> None:
    notebook = json.loads(path.read_bytes())
    cells = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert cells
    assert not [c["id"] for c in cells if c["outputs"] or c["execution_count"] is not None]
    assert not [c["id"] for c in notebook["cells"] if c["metadata"]]
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    # Nothing of the machine on which it was written.
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert set(notebook["metadata"]["language_info"]) == {"name"}


@pytest.mark.slow
@pytest.mark.parametrize("cwd", [FOLDER, ROOT], ids=["from its folder", "from the root"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_runs_from_start_to_end(path: Path, cwd: Path, kernel: str) -> None:
    notebook = run(path, cwd, kernel)
    assert not errors(notebook)
    left = [c["id"] for c in notebook.cells if c["cell_type"] == "code" and not c.execution_count]
    assert not left


@pytest.fixture
def solved(kernel: str) -> Any:
    """The first notebook with its own solutions put in."""
    answers = solutions(json.loads(SEVEN.read_bytes()))
    assert len(answers) == 3
    return run(SEVEN, FOLDER, kernel, answers)


@pytest.mark.slow
def test_seven_touchpoints_shows_what_it_says(solved: Any) -> None:
    assert not errors(solved)
    assert "Bottega Jeans has 19 active touchpoints" in shown(solved, "setup")
    seven = shown(solved, "seven-table", "text/html")
    for category in (
        "Advertising",
        "Sales promotion",
        "Events and experiences",
        "Public relations",
        "Direct marketing",
        "Personal selling",
        "Word of mouth",
    ):
        assert f"<td>{category}</td>" in seven
    for example in ("Print advertisement", "Coupon", "Press release", "Social media engagement"):
        assert example in seven
    several = shown(solved, "several-table", "text/html")
    assert re.search(r"Social media engagement</td>\s*<td>Public relations, Word of mouth", several)
    listed = shown(solved, "shop-categories", "text/html")
    assert re.search(r"Cassa</td>\s*<td>none of the seven", listed)
    assert re.search(r"Volantini nel quartiere</td>\s*<td>Advertising, Direct marketing", listed)
    matrix = shown(solved, "matrix-table", "text/html")
    row = re.search(r"<th>Events and experiences</th>(.*?)</tr>", matrix, re.DOTALL)
    assert row
    assert set(re.findall(r"<td>(\d+)</td>", row[1])) == {"0"}
    assert re.search(r"gap +0 +Events and experiences", shown(solved, "matrix-heads"))


@pytest.mark.slow
def test_seven_touchpoints_proves_its_gaps(solved: Any) -> None:
    gaps = shown(solved, "gaps-table", "text/html")
    assert gaps.count("<tr>") == 7  # and the head, which is written otherwise
    assert "We sell in the shop only and mean to stay so." in gaps
    proof = shown(solved, "proof")
    assert "found: 0" in proof
    assert re.search(r"company\.toml, row \d+, column complete", proof)
    assert "touchpoints.csv, row 17, column look_ok" in shown(solved, "proof-stated")
    instagram = shown(solved, "unknown-counts")
    for rule in ("unmeasured-digital", "isolated-touchpoint", "unowned-touchpoint"):
        assert rule in instagram
    known, claimed = re.findall(r"'gap': (\d+), 'unknown': (\d+)", shown(solved, "declare-all"))
    assert int(claimed[0]) > int(known[0])
    assert int(claimed[1]) < int(known[1])


@pytest.mark.slow
def test_seven_touchpoints_shows_the_graph_inline(solved: Any) -> None:
    frame = shown(solved, "graph-show", "text/html")
    assert "<iframe" in frame
    assert "Bottega Jeans" in frame
    assert len(frame) > 100_000  # the scripts are in it


@pytest.mark.slow
def test_solutions_are_right_and_checks_tell_right_from_wrong(solved: Any, kernel: str) -> None:
    assert shown(solved, "check-1").strip() == "1: right"
    assert shown(solved, "check-2").strip() == "2: right, and both gaps are closed"
    assert shown(solved, "check-3").strip() == "3: right"
    wrong = {
        "answer-1": 'at_purchase = {"Advertising", "Sales promotion", "Personal selling"}',
        "answer-2": 'new_touchpoint = {"name": "Evening", "category": "advertising"}',
        "answer-3": 'declared = ["metrics", "leads_to", "owner"]',
    }
    failed = errors(run(SEVEN, FOLDER, kernel, wrong))
    assert set(failed) == {"check-1", "check-2", "check-3"}
    assert all(text.startswith("AssertionError: ") for text in failed.values())
