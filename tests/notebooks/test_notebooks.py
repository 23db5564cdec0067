"""The notebooks run from start to end, say what they promise, and are kept without outputs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SEVEN = FOLDER / "01_seven_touchpoints.ipynb"
TIMEOUT_S = 300


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The kernel ``python3`` is this very Python, whatever else the machine knows by that name."""
    pytest.importorskip("ipykernel")
    base = tmp_path_factory.mktemp("jupyter")
    folder = base / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Python 3", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(base / "jupyter"))
        patch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
        patch.setenv("JUPYTER_DATA_DIR", str(base / "jupyter"))
        patch.setenv("IPYTHONDIR", str(base / "ipython"))
        yield "python3"


def run(path: Path, cwd: Path, kernel: str) -> Any:
    """The notebook after a run in a folder, its exercises unanswered and then tried out.

    Behind its last cell come, of each exercise, the solution and the check (``right-1``,
    ``right-check-1``), then a wrong answer and the check (``wrong-1``, ``wrong-check-1``).
    """
    import nbformat
    from nbclient import NotebookClient

    read: Any = nbformat.read  # without types of its own
    notebook = read(path, as_version=4)
    texts = {cell["id"]: cell["source"] for cell in notebook.cells}
    new: Any = nbformat.v4.new_code_cell
    for kind, answers in (("right", solutions(notebook)), ("wrong", WRONG[path.stem])):
        for name, text in answers.items():
            check = name.replace("answer", "check")
            number = name.removeprefix("answer-")
            notebook.cells.append(new(text, id=f"{kind}-{number}"))
            notebook.cells.append(new(texts[check], id=f"{kind}-{check}"))
    resources = {"metadata": {"path": str(cwd)}}
    client = NotebookClient(
        notebook, timeout=TIMEOUT_S, kernel_name=kernel, resources=resources, allow_errors=True
    )
    client.execute()
    return notebook


@pytest.fixture(scope="module")
def tried(kernel: str) -> Callable[[Path], Any]:
    """A notebook after one run, which all tests share: a kernel takes seconds to start."""
    known: dict[Path, Any] = {}

    def of(path: Path) -> Any:
        if path not in known:
            # Elsewhere than in its folder: nothing may hang on where Jupyter was started.
            known[path] = run(path, ROOT, kernel)
        return known[path]

    return of


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
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_runs_from_start_to_end(path: Path, tried: Callable[[Path], Any]) -> None:
    notebook = tried(path)
    own = [cell["id"] for cell in json.loads(path.read_bytes())["cells"]]
    assert not errors(notebook).keys() & set(own)
    cells = {c["id"]: c for c in notebook.cells if c["cell_type"] == "code"}
    assert not [name for name in cells.keys() & set(own) if not cells[name].execution_count]
    unanswered = [name for name in own if re.fullmatch(r"check-\d", name)]
    assert unanswered
    for check in unanswered:
        assert shown(notebook, check).strip() == f"{check[-1]}: not answered yet"


# A wrong answer to every exercise: the checks must tell it from a right one.
WRONG = {
    "01_seven_touchpoints": {
        "answer-1": 'at_purchase = {"Advertising", "Sales promotion", "Personal selling"}',
        "answer-2": 'new_touchpoint = {"name": "Evening", "category": "advertising"}',
        "answer-3": 'declared = ["metrics", "leads_to", "owner"]',
    },
    "02_physical_virtual_emotional": {
        "answer-1": 'sorted_by_me = {"Market": "physical", "Shop": "virtual"}',
        "answer-2": 'by_nature, by_habit = "Brochure", "Banner advertisement"',
        "answer-3": 'other_way = {"name": "Till 2", "type": "Till", "stages": "purchase"}',
    },
    "03_stages_and_journey": {
        "answer-1": """my_stages = {
    "Brand story": "Need recognition",
    "Information portal": "Information search",
    "Product label": "Purchase",
    "After-sales support": "Post-purchase",
    "Word-of-mouth recommendation": "Post-purchase",
}""",
        "answer-2": 'cut = ("Ospătarii", "Nota de plată")',
        # The stage is covered, and nothing leads on from it.
        "answer-3": """new_touchpoint = {
    "name": "Meniul pe site",
    "type": "Website",
    "stages": "information search | evaluation",
    "modality": "virtual",
}
led_from = 'Pagina de Facebook'""",
    },
    "04_goals_principles_steps": {
        "answer-1": """broken = {
    "a": "Integration",
    "b": "Continuity",
    "c": "Accessibility and convenience",
    "d": "Consistency",
    "e": "Understanding consumers",
}""",
        "answer-2": 'now, declared = "gap", "gap"',
        # Two stand alone no more, but nobody has bought anything from a press release.
        "answer-3": 'link = ("Press releases", "X account")',
    },
    "05_inventory_and_gaps": {
        "answer-1": """moments = {
    "day-dreaming": "need recognition",
    "torn between two": "purchase",
    "wearing it": "post-purchase",
}""",
        "answer-2": 'lost = ("Sales banner", "cost")',
        "answer-3": "mine = [0, 1]",
    },
    "06_sparql_for_strategists": {
        "answer-1": "%%sparql shop --as virtual\nSELECT ?name { ?t rdfs:label ?name }",
        "answer-2": """%%sparql shop --as per_owner
SELECT ?owner (COUNT(?t) AS ?touchpoints) { ?t tpg:owner ?owner } GROUP BY ?owner""",
        "answer-3": """%%sparql shop --as nothing_virtual
SELECT ?stageName {
  ?stage skos:inScheme tpg:purchaseStages ; skos:prefLabel ?stageName
  FILTER (LANG(?stageName) = "en")
  FILTER NOT EXISTS { ?t tpg:inModality tpg:virtual }
}""",
        "answer-4": 'sure, because = False, {"stages", "modality"}',
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_checks_tell_right_from_wrong(path: Path, tried: Callable[[Path], Any]) -> None:
    answers = solutions(json.loads(path.read_bytes()))
    assert answers
    assert answers.keys() == WRONG[path.stem].keys()
    notebook, checks = tried(path), {name.replace("answer", "check") for name in answers}
    for check in checks:
        assert re.match(rf"{check[-1]}: right", shown(notebook, f"right-{check}"))
    failed = errors(notebook)
    assert failed.keys() == {f"wrong-{check}" for check in checks}
    assert all(text.startswith("AssertionError: ") for text in failed.values())


@pytest.fixture(scope="module")
def solved(tried: Callable[[Path], Any]) -> Any:
    """The first notebook, with what its exercises' solutions answer at its end."""
    return tried(SEVEN)


@pytest.mark.slow
def test_seven_touchpoints_shows_what_it_says(solved: Any) -> None:
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
def test_the_best_solution_closes_both_gaps(solved: Any) -> None:
    assert shown(solved, "right-check-2").strip() == "2: right, and both gaps are closed"


@pytest.mark.slow
def test_the_journey_is_as_its_lesson_says(tried: Callable[[Path], Any]) -> None:
    lesson = tried(FOLDER / "03_stages_and_journey.ipynb")
    assert "Evaluation of alternatives" in shown(lesson, "stage-gap").splitlines()[0]
    assert "company.toml, row" in shown(lesson, "stage-gap")
    # "Only two of the four answers are there", and the way leads over the bill.
    assert [line[:2] for line in shown(lesson, "handovers").split("\n")[:-1]] == ["ok", "ok"]
    ways = shown(lesson, "ways").strip().splitlines()
    assert len(ways) == 4
    assert all(way.endswith("Bill  >  Reviews on Google") for way in ways)
    for picture in ("stages-strip", "usual-picture", "map-picture"):
        assert shown(lesson, picture, "image/png")


@pytest.mark.slow
def test_the_round_of_management_is_as_its_lesson_says(tried: Callable[[Path], Any]) -> None:
    lesson = tried(FOLDER / "04_goals_principles_steps.ipynb")
    assert shown(lesson, "principles-rules-table", "text/html").count("<tr>") == 6
    compared = shown(lesson, "round-compare", "text/html")
    verdicts = re.findall(r"<td>(better|worse|now-known)</td>", compared)
    assert sorted(verdicts) == ["better"] * 4 + ["now-known", "worse"]
    assert "unowned-touchpoint of YouTube channel" in shown(lesson, "round-gone-table")
    for picture in ("goals-picture", "serves-picture", "principles-picture", "order-picture"):
        assert shown(lesson, picture, "image/png")


@pytest.mark.slow
def test_the_spreadsheet_becomes_what_its_lesson_says(tried: Callable[[Path], Any]) -> None:
    lesson = tried(FOLDER / "05_inventory_and_gaps.ipynb")
    assert "14 touchpoints were read; 15 rows were written" in shown(lesson, "save-list")
    assert "8 errors before, 0 after" in shown(lesson, "mapping-decided")
    assert "touchpoints.xlsx, sheet Touchpoints, row 8, column cost" in shown(lesson, "proof-cells")
    assert shown(lesson, "proof-checked").strip() == "True"
    tried_out, read_again = re.findall(r"\{.*?\}", shown(lesson, "write-back"))
    assert tried_out == read_again
    for picture in ("draw-list", "complete-picture", "coverage-picture", "plan-picture"):
        assert shown(lesson, picture, "image/png")
