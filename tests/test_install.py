"""The built package, installed away from the checkout: does the main job run there?"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tests.test_project import runtime_distributions

pytestmark = [pytest.mark.install, pytest.mark.slow]

TIMEOUT_S = 600
# A locked version exists; that pip finds none means that it reached no index.
UNREACHABLE = re.compile(r"No matching distribution found|NewConnectionError|ProxyError")
CARRIED = ("data", "ontology")


def clean_environment(**more: str) -> dict[str, str]:
    """This environment without what could let the checkout be seen from elsewhere."""
    hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    return {**{k: v for k, v in os.environ.items() if k not in hidden}, **more}


def run(
    *command: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env or clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode and UNREACHABLE.search(done.stdout + done.stderr):
        pytest.skip("needs a package index, or pip's cache of the locked versions")
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


def build(what: str, source: Path, target: Path, env: Mapping[str, str] | None = None) -> Path:
    """Build ``wheel`` or ``sdist`` with the locked tools of this environment."""
    builder = [sys.executable, "-m", "build", f"--{what}", "--no-isolation", "--outdir"]
    run(*builder, target, source, cwd=target.parent, env=env)
    (built,) = target.glob("*.whl" if what == "wheel" else "*.tar.gz")
    return built


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an empty environment that holds the wheel and what it asks for.

    The dependencies are those of the lock, by hash, and only those that the package declares: what
    the tests themselves need is not there.
    """
    folder = tmp_path_factory.mktemp("installed")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = {
        canonicalize_name(distribution.metadata["Name"]) for distribution in runtime_distributions()
    }
    entries = [
        entry
        for entry in re.split(r"\n(?=\S)", lock)
        if canonicalize_name(entry.partition("==")[0]) in wanted
    ]
    assert len(entries) >= len(wanted) - 1  # tpgraph itself is not locked
    requirements = folder / "requirements.txt"
    requirements.write_text("\n".join(entries) + "\n", encoding="utf-8")

    environment = folder / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python"]
    install = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    run(*install, "--require-hashes", "-r", requirements, cwd=folder)
    run(*install, "--no-deps", wheel, cwd=folder)
    run(*pip, "check", cwd=folder)
    return programs


@pytest.fixture(scope="session")
def demo(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The empty folder in which ``tpgraph demo`` was typed."""
    folder = tmp_path_factory.mktemp("demo")
    said = run(installed / "tpgraph", "demo", cwd=folder)
    assert said.stdout.strip()
    assert "Traceback" not in said.stderr
    return folder


def result(demo: Path, name: str) -> Path:
    """The one file of this name that the demo wrote."""
    (found,) = demo.rglob(name)
    assert found.stat().st_size > 0
    return found


def test_wheel_carries_what_runs(wheel: Path) -> None:
    inside = names(wheel)
    for folder in CARRIED:
        ours = {
            f"tpgraph/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and not path.name.startswith(".") and "__pycache__" not in path.parts
        }
        assert ours
        assert not ours - inside
    vendor = (
        "vis-network.min.js",
        "vis-network.LICENSE-MIT",
        "oxigraph.mjs",
        "oxigraph.wasm",
        "yasqe.min.js",
        "yasqe.min.css",
        "codemirror.LICENSE",
    )
    assert not {f"tpgraph/views/web/vendor/{name}" for name in vendor} - inside
    engine = ("store.mjs", "rules.mjs", "oxigraph.LICENSE-MIT")
    assert not {f"tpgraph/views/web/engine/{name}" for name in engine} - inside
    assert "tpgraph/py.typed" in inside
    assert "tpgraph/reason/compiled/made.py" in inside
    tops = {name.partition("/")[0] for name in inside}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tpgraph"}
    assert not [name for name in inside if "/tests/" in name or "node_modules" in name]


def test_wheel_from_source_distribution_is_the_same_and_needs_no_npm(
    wheel: Path, tmp_path: Path
) -> None:
    for folder in ("sdist", "source", "wheel", "empty"):
        (tmp_path / folder).mkdir()
    archive = build("sdist", ROOT, tmp_path / "sdist")
    shutil.unpack_archive(archive, tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    for needed in ("Makefile", "requirements.lock", "tests/test_install.py", "package-lock.json"):
        assert (source / needed).is_file()
    # An empty PATH: no Node.js to be found, and none is asked for.
    env = clean_environment(PATH=str(tmp_path / "empty"))
    again = build("wheel", source, tmp_path / "wheel", env)
    assert names(again) == names(wheel)


def test_checkout_is_installed_without_copies() -> None:
    """An editable installation that held the ontology or the samples would show old ones."""
    distribution = metadata.distribution("tpgraph")
    if not (distribution.read_text("direct_url.json") or "").count('"editable": true'):
        pytest.skip("tpgraph is not installed from a checkout here")
    files = [str(path) for path in distribution.files or []]
    assert files
    assert not [path for path in files if path.startswith("tpgraph/")]


def test_runs_from_the_installed_files_alone(installed: Path, tmp_path: Path) -> None:
    code = (
        "import importlib, pkgutil, tpgraph, tpgraph.resources as r\n"
        "for m in pkgutil.walk_packages(tpgraph.__path__, 'tpgraph.'):\n"
        "    if not m.name.endswith('.__main__'): importlib.import_module(m.name)\n"
        "print(tpgraph.__file__, r.ontology_dir(), r.samples_dir(), r.web_dir(), sep='\\n')\n"
    )
    places = run(installed / "python", "-c", code, cwd=tmp_path).stdout.splitlines()
    assert len(places) == 4
    assert not [p for p in places if not Path(p).is_relative_to(installed.parent.resolve())]


def test_demo_finds_gaps(demo: Path) -> None:
    with result(demo, "gaps.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert "gap" in {row["status"] for row in rows}
    assert len({row["rule"] for row in rows}) > 1
    with result(demo, "recommendations.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.DictReader(lines))


def test_demo_leaves_page_workbook_and_graph(demo: Path) -> None:
    from openpyxl import load_workbook

    page = result(demo, "graph.html").read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "Content-Security-Policy" in page
    assert len(page) > 100_000  # the scripts are in it
    book = load_workbook(result(demo, "report.xlsx"), read_only=True)
    assert sum(1 for sheet in book.worksheets for _ in sheet.iter_rows()) > 5
    book.close()
    graph = result(demo, "graph.ttl").read_text(encoding="utf-8")
    assert re.search(r"tpg:Finding\b|ontology#Finding>", graph)


def test_demo_may_be_typed_again(installed: Path, demo: Path) -> None:
    run(installed / "tpgraph", "demo", cwd=demo)
    result(demo, "graph.html")
