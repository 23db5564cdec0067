"""The project's own hygiene: addresses, paths, locks, licences, layers, light start, README."""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

SOURCE = ROOT / "src"

# The one module that imports each of these, and none at its top: they are slow to load.
OWNERS = {
    "docx": "tpgraph.teach.word_file",
    "networkx": "tpgraph.views.network",
    "owlready2": "tpgraph.reason.owl",
    "pandas": "tpgraph.query.frames",
    "pptx": "tpgraph.teach.slide_file",
    "pyarrow": "tpgraph.batch.parquet",
    "pyshacl": "tpgraph.reason.gate.shapes",
    "pyvis": "tpgraph.views.page_network",
    "rdflib": "tpgraph.store.rdflib_engine",
    "scipy": "tpgraph.reason.plan.solve",
    "urllib3": "tpgraph.store.remote.transport",
}

# Put together here, so that this file does not hold what it looks for.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("npmmirror", "com"),
        ("deb", "debian", "org"),
    )
]
MACHINE_PATH = re.compile(
    r"(?<![\w.-])(?:/(?:home|root|Users|work|workspace)/\w|[A-Za-z]:\\Users\\)"
)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------ committed files


@pytest.fixture(scope="module")
def committed() -> dict[str, str]:
    """Every text file that is in git or would be added to it, by path."""
    try:
        run = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"needs git and a checkout ({error})")
    texts = {}
    for name in filter(None, run.stdout.split("\0")):
        try:
            texts[name] = (ROOT / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # removed but not yet from the index, or not a text
    assert "pyproject.toml" in texts
    return texts


def test_no_registry_host_is_committed(committed: dict[str, str]) -> None:
    found = {
        name: host for name, text in committed.items() for host in REGISTRY_HOSTS if host in text
    }
    assert not found


def test_no_path_of_a_machine_is_committed(committed: dict[str, str]) -> None:
    found = {
        name: match[0] for name, text in committed.items() if (match := MACHINE_PATH.search(text))
    }
    assert not found


@pytest.mark.parametrize(
    "path",
    [
        "src/tpgraph/views/web/vendor/vis-network.min.js",
        "src/tpgraph/reason/compiled/made.py",
        "node_modules/x",
        ".venv/x",
        "out/x",
    ],
)
def test_what_is_made_is_ignored_by_git(path: str, committed: dict[str, str]) -> None:
    run = subprocess.run(["git", "check-ignore", "--quiet", path], cwd=ROOT, check=False)
    assert run.returncode == 0
    assert path not in committed


# ----------------------------------------------------------------------------------------- locks


def locked() -> dict[str, dict[str, list[str]]]:
    """The lock: name -> version -> hashes."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries: dict[str, dict[str, list[str]]] = {}
    for entry in re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", text)):
        head = entry.split(" \\")[0].split(" ;")[0].strip()
        name, _, version = head.partition("==")
        assert version, f"not pinned: {head}"
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry)
        entries.setdefault(canonicalize_name(name), {})[version] = hashes
    return entries


def test_lock_pins_by_hash_and_names_no_address() -> None:
    entries = locked()
    assert len(entries) > 50
    assert not [name for name, versions in entries.items() if not all(versions.values())]
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links)\b", text)


def test_lock_holds_what_the_project_asks_for(project: dict[str, Any]) -> None:
    entries = locked()
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
    ]
    for requirement in map(Requirement, asked):
        versions = entries.get(canonicalize_name(requirement.name), {})
        assert versions, f"{requirement.name} is not in requirements.lock: run `make lock`"
        assert all(requirement.specifier.contains(v) for v in versions), requirement


def test_npm_lock_pins_by_hash_and_names_no_address(project: dict[str, Any]) -> None:
    lock = json.loads((ROOT / "package-lock.json").read_bytes())
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    scripts = project["tool"]["hatch"]["build"]["hooks"]["custom"]["scripts"]
    assert {f"node_modules/{name}" for name in scripts} <= packages.keys()
    assert not [path for path, entry in packages.items() if "resolved" in entry]
    assert not [path for path, entry in packages.items() if not entry.get("integrity")]
    npmrc = (ROOT / ".npmrc").read_text(encoding="utf-8")
    assert "omit-lockfile-registry-resolved=true" in npmrc


# -------------------------------------------------------------------------------------- licences


def runtime_distributions() -> Iterator[metadata.Distribution]:
    """What installing tpgraph installs here: its dependencies and theirs."""
    environment = {**{k: str(v) for k, v in default_environment().items()}, "extra": ""}
    todo, seen = ["tpgraph"], set()
    while todo:
        name = canonicalize_name(todo.pop())
        if name in seen:
            continue
        seen.add(name)
        distribution = metadata.distribution(name)
        yield distribution
        for line in distribution.requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate(environment):
                todo.append(requirement.name)


def test_no_dependency_forces_its_licence_on_users() -> None:
    strict = re.compile(
        r"\bAGPL|Affero|(?<!L)GPL|(?<!Lesser )General Public License", re.IGNORECASE
    )
    found = {}
    for distribution in runtime_distributions():
        about = distribution.metadata
        # "License" may hold a whole text, whose beginning says what it is.
        said = [
            text[:80]
            for field in ("License-Expression", "License", "Classifier")
            for text in about.get_all(field) or []
            if field != "Classifier" or text.startswith("License ::")
        ]
        said = [text for text in said if not re.search(r"LGPL|Lesser General Public", text)]
        if any(strict.search(text) for text in said):
            found[about["Name"]] = said
    assert not found


# --------------------------------------------------------------------------------- modules, start


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((SOURCE / "tpgraph").rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield name, ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(node: ast.AST, where: str = "top") -> Iterator[tuple[str, str, list[str]]]:
    """The imports below a node: where (``top``, ``function`` or ``types``), module, names."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield where, alias.name, []
        elif isinstance(child, ast.ImportFrom):
            yield where, child.module or "", [alias.name for alias in child.names]
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from imports(child, "function" if where == "top" else where)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for part in child.body:
                yield from imports(ast.Module([part], []), "types")
            for part in child.orelse:
                yield from imports(ast.Module([part], []), where)
        else:
            yield from imports(child, where)


def test_heavy_libraries_have_one_owner_and_load_late() -> None:
    wrong = []
    for module, tree in modules():
        for where, imported, _ in imports(tree):
            library = imported.partition(".")[0]
            if library not in OWNERS or where == "types":
                continue
            if OWNERS[library] != module:
                wrong.append(f"{module} imports {library}: only {OWNERS[library]} may")
            elif where == "top":
                wrong.append(f"{module} imports {library} at its top: do it in the function")
    assert not wrong


def test_type_checking_is_no_way_around_the_layers(project: dict[str, Any]) -> None:
    """import-linter looks at what is loaded; what is imported for types alone obeys them too."""
    (layers,) = [
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["id"] == "layers"
    ]
    rank = {part: -i for i, layer in enumerate(layers) for part in re.findall(r"\w+", layer)}
    wrong = [
        f"{module} imports {imported} under TYPE_CHECKING"
        for module, tree in modules()
        for where, imported, _ in imports(tree)
        if where == "types" and imported.startswith("tpgraph.")
        if module.count(".")
        and rank[imported.split(".")[1]] > rank.get(module.split(".")[1], len(layers))
    ]
    assert not wrong


def test_the_package_root_is_no_way_around_the_layers() -> None:
    """Modules import each other by name; of the root, which offers everything, only its version."""
    known = {name for name, _ in modules()}
    wrong = [
        f"{module}: from tpgraph import {name}"
        for module, tree in modules()
        if module not in ("tpgraph", "tpgraph.cli", "tpgraph.__main__")
        for _, imported, names in imports(tree)
        if imported == "tpgraph"
        for name in names
        if name != "__version__" and f"tpgraph.{name}" not in known
    ]
    assert not wrong


def test_every_folder_is_a_package_and_every_module_says_what_it_is_for() -> None:
    folders = {path.parent for path in (SOURCE / "tpgraph").rglob("*.py")}
    assert not [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()]
    assert not [module for module, tree in modules() if not ast.get_docstring(tree)]


@pytest.mark.parametrize(
    "statement",
    [
        "import tpgraph",
        "sys.argv = ['tpgraph', '--version']; from tpgraph.cli import main; main()",
        "sys.argv = ['tpgraph', '--help']; from tpgraph.cli import main; main()",
    ],
)
def test_start_is_light(statement: str) -> None:
    heavy = sorted({*OWNERS, "IPython", "jinja2", "openpyxl"})
    code = (
        "import sys\n"
        f"try:\n    {statement}\n"
        "except SystemExit:\n    pass\n"
        f"print('loaded:', *[name for name in {heavy!r} if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1].split() == ["loaded:"]


# ------------------------------------------------------------------------------ version, commands


def test_version_is_said_once(project: dict[str, Any]) -> None:
    import tpgraph

    assert "version" in project["project"]["dynamic"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", tpgraph.__version__)
    assert metadata.version("tpgraph") == tpgraph.__version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {tpgraph.__version__}" in changes
    run = subprocess.run(
        [sys.executable, "-m", "tpgraph", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["tpgraph", tpgraph.__version__]


def commands(parser: argparse.ArgumentParser, name: str = "tpgraph") -> Iterator[str]:
    """Every command in full, such as ``tpgraph ontology check``."""
    nested = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    for action in nested:
        for word, child in action.choices.items():
            yield from commands(child, f"{name} {word}")
    if not nested:
        yield name


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    from tpgraph.cli.parser import build_parser

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known = set(commands(build_parser()))
    assert len(known) > 5
    missing = [c for c in sorted(known) if not re.search(rf"{re.escape(c)}(?![\w-])", readme)]
    assert not missing
    # At the start of a line of a code block, or opening a code span.
    used = re.findall(r"(?m)(?:^\s*(?:\$ )?|`)tpgraph ([a-z][a-z-]*)", readme)
    assert used
    assert not sorted(set(used) - {command.split()[1] for command in known})


# ------------------------------------------------------------------------------------ CI's skips


@pytest.mark.parametrize(
    ("body", "in_ci"),
    [
        ("import pytest\ndef test_a() -> None:\n    pytest.skip('needs a browser')", "failed"),
        ("import pytest\n@pytest.mark.skipif(True, reason='needs x')\ndef test_a(): pass", "error"),
        ("import pytest\npytest.importorskip('no_such_library')\ndef test_a(): pass", "error"),
        ("import pytest\ndef test_a() -> None:\n    pytest.skip('no shared data')", "skipped"),
        ("import pytest\n@pytest.mark.xfail\ndef test_a(): raise ValueError", "xfailed"),
    ],
)
def test_ci_skips_nothing_for_want_of_a_tool(tmp_path: Path, body: str, in_ci: str) -> None:
    (tmp_path / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (tmp_path / "test_a.py").write_text(body, encoding="utf-8")
    for ci in ("", "true"):
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
            cwd=tmp_path,
            env={**os.environ, "CI": ci},
            capture_output=True,
            text=True,
            check=False,
        )
        closing = run.stdout.splitlines()[-1]
        expected = in_ci if ci or in_ci == "xfailed" else "skipped"
        assert f"1 {expected}" in closing, run.stdout
        assert (run.returncode == 0) == (expected in ("skipped", "xfailed")) or run.returncode == 5
