"""The build hook: when it fetches the page's scripts, when not, and what it says if it cannot."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import hatch_build
from hatch_build import (
    PACKED,
    PACKING,
    VENDOR,
    WASM,
    BuildHook,
    ScriptsError,
    compile_rules,
    fetch_scripts,
    pack_wasm,
)
from tests.conftest import ROOT
from tpgraph.views.packing import printable, unpacked

MADE = Path("src/tpgraph/reason/compiled/made.py")
SCRIPTS = {"graph-lib": {"dist/lib.min.js": "lib.min.js", "LICENSE": "lib.LICENSE"}}


def write_lock(root: Path, version: str) -> None:
    entry = {"version": version, "integrity": f"sha512-{version}"}
    lock = {"lockfileVersion": 3, "packages": {"": {}, "node_modules/graph-lib": entry}}
    (root / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    (tmp_path / ".npmrc").write_text("", encoding="utf-8")
    write_lock(tmp_path, "1.0.0")
    return tmp_path


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An npm that brings what the lock says. Gives the versions it was asked for."""
    asked = []

    def install(work: Path, missing: list[str]) -> None:
        lock = json.loads((work / "package-lock.json").read_bytes())
        version = lock["packages"]["node_modules/graph-lib"]["version"]
        asked.append(version)
        package = work / "node_modules" / "graph-lib"
        (package / "dist").mkdir(parents=True)
        (package / "dist" / "lib.min.js").write_text(f"/* {version} */", encoding="utf-8")
        (package / "LICENSE").write_text("MIT", encoding="utf-8")

    monkeypatch.setattr(hatch_build, "_npm_ci", install)
    return asked


def test_fetches_once_and_again_for_another_version(checkout: Path, npm: list[str]) -> None:
    assert fetch_scripts(checkout, SCRIPTS) == ["graph-lib 1.0.0"]
    assert fetch_scripts(checkout, SCRIPTS) == []
    write_lock(checkout, "1.1.0")
    assert fetch_scripts(checkout, SCRIPTS) == ["graph-lib 1.1.0"]
    assert npm == ["1.0.0", "1.1.0"]
    assert (checkout / VENDOR / "lib.min.js").read_text(encoding="utf-8") == "/* 1.1.0 */"
    assert not (checkout / "node_modules").exists()


def test_packs_the_engine_once_and_again_for_another(tmp_path: Path) -> None:
    for folder in (VENDOR, PACKING.parent):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    pack_wasm(tmp_path)
    assert not (tmp_path / PACKED).exists()
    shutil.copyfile(ROOT / PACKING, tmp_path / PACKING)
    for content in (b"wasm " * 9, b"another " * 9):
        (tmp_path / WASM).write_bytes(content)
        pack_wasm(tmp_path)
        packed = (tmp_path / PACKED).read_bytes()
        assert unpacked(printable(packed[32:])) == content
        (tmp_path / PACKED).write_bytes(packed[:32] + b"kept")
        pack_wasm(tmp_path)
        assert (tmp_path / PACKED).read_bytes() == packed[:32] + b"kept"


@pytest.mark.parametrize("lost", ["lib.min.js", "lib.LICENSE", "versions.json"])
def test_fetches_again_what_was_lost(checkout: Path, npm: list[str], lost: str) -> None:
    fetch_scripts(checkout, SCRIPTS)
    (checkout / VENDOR / lost).unlink()
    assert fetch_scripts(checkout, SCRIPTS) == ["graph-lib 1.0.0"]
    assert (checkout / VENDOR / lost).is_file()


def test_says_what_is_missing_without_npm(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build, "_npm", lambda: None)
    with pytest.raises(ScriptsError, match=r"missing: graph-lib 1\.0\.0") as caught:
        fetch_scripts(checkout, SCRIPTS)
    assert "python hatch_build.py" in str(caught.value)
    assert not (checkout / VENDOR).exists()


def test_says_what_is_missing_without_network(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "npm error code ECONNREFUSED\nmore")

    monkeypatch.setattr(hatch_build, "_npm", lambda: ["npm"])
    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(ScriptsError, match="ECONNREFUSED") as caught:
        fetch_scripts(checkout, SCRIPTS)
    assert "graph-lib 1.0.0" in str(caught.value)
    assert not (checkout / VENDOR).exists()


def test_refuses_a_script_that_the_lock_does_not_pin(checkout: Path, npm: list[str]) -> None:
    with pytest.raises(ScriptsError, match="does not name other"):
        fetch_scripts(checkout, {"other": {"a.js": "a.js"}})
    assert npm == []


def test_asks_for_node_only_where_it_is_needed(
    checkout: Path, npm: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = {"scripts": SCRIPTS, "carry": {}}
    hook = BuildHook(str(checkout), config, None, None, "", "wheel")  # type: ignore[arg-type]
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert hook.dependencies() == [hatch_build.NODE_REQUIREMENT]
    monkeypatch.setattr(shutil, "which", lambda _: "npm")
    assert hook.dependencies() == []
    fetch_scripts(checkout, SCRIPTS)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert hook.dependencies() == []


@pytest.mark.parametrize(("version", "carried"), [("standard", True), ("editable", False)])
def test_only_a_real_wheel_carries_copies(
    checkout: Path, npm: list[str], version: str, carried: bool
) -> None:
    for name in ("ontology/a.ttl", "ontology/.hidden", "ontology/__pycache__/a.pyc"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("", encoding="utf-8")
    config = {"scripts": SCRIPTS, "carry": {"ontology": "tpgraph/ontology"}}
    hook = BuildHook(str(checkout), config, None, None, "", "wheel")  # type: ignore[arg-type]
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize(version, data)
    assert list(data["force_include"].values()) == (["tpgraph/ontology/a.ttl"] if carried else [])


def test_the_rules_are_compiled_where_the_package_is(checkout: Path) -> None:
    compile_rules(checkout)  # nothing there
    assert not (checkout / "src").exists()
    for folder in ("ontology", "src/tpgraph"):
        ignored = shutil.ignore_patterns("__pycache__", MADE.name, "web")
        shutil.copytree(ROOT / folder, checkout / folder, ignore=ignored)
    compile_rules(checkout)
    assert (checkout / MADE).read_bytes() == (ROOT / MADE).read_bytes()
    shutil.rmtree(checkout / "ontology")
    with pytest.raises(ScriptsError, match="rules could not be compiled"):
        compile_rules(checkout)
