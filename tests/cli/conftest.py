"""Runs commands in this process, and writes inventories for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tpgraph import cli

AS_OF = "2026-11-22"
SHOP = ROOT / "data" / "bottega_jeans"
PLANTED = ROOT / "data" / "casa_morgana"
SOFTWARE = ROOT / "data" / "nordlicht_software"
SCHEMAS = ROOT / "src" / "tpgraph" / "schemas"

# The shop of most tests: one of each status, small enough to be read whole.
TABLE = """\
name,type,category,stages,modality,ownership,owner,leads_to,look_ok,url,channel
Window,Shop window,advertising,need-recognition,physical,brand,Ana,Till,yes,,
Till,Cashier,,purchase,physical,brand,,,no,,
Old page,Social media page,word of mouth,information-search,virtual,brand,Ion,Window,,\
https://plus.google.com/1234,google_plus
"""
COMPANY = """\
name = "Corner Shop"
size = "micro"
goals = ["acquisition"]
complete = ["category", "stages", "modality", "owner"]
"""


@dataclass(frozen=True)
class Ran:
    """What a command gave: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Tp = Callable[..., Ran]
Company = Callable[..., Path]


@pytest.fixture
def tp(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tp:
    """Runs a command as a person in an empty folder would; a traceback fails the test."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("COLUMNS", "100")
    capsys.readouterr()

    def run(*arguments: str | Path, as_of: str | None = AS_OF) -> Ran:
        argv = [str(a) for a in arguments]
        if as_of and argv[0] not in ("import", "ontology"):
            argv += ["--as-of", as_of]
        try:
            code = cli.run(argv)
        except SystemExit as left:  # argparse ends the process itself
            code = left.code if isinstance(left.code, int) else 1
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """Writes a company's folder and returns it."""

    def write(
        table: str | bytes = TABLE, toml: str | bytes | None = COMPANY, name: str = "shop"
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        data = table.encode() if isinstance(table, str) else table
        (folder / "touchpoints.csv").write_bytes(data)
        if toml is not None:
            text = toml.encode() if isinstance(toml, str) else toml
            (folder / "company.toml").write_bytes(text)
        return folder

    return write


@cache
def validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def require_valid(answer: Any, name: str) -> None:
    """Fails with the place in the answer where it breaks its schema."""
    faults = sorted(validator(name).iter_errors(answer), key=lambda e: list(e.absolute_path))
    shown = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in faults[:5]]
    assert not faults, "\n".join(shown)
