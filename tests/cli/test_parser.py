"""The parser: each command's options are read when it is chosen, and a start loads little else."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

import pytest

from tests.cli.conftest import SHOP
from tests.conftest import ROOT
from tpgraph import cli
from tpgraph.cli.parser import build_parser

# What `tpgraph gaps` has no use for: what edits, checks, advice, proofs and pages need, and
# modules of Python that take milliseconds.
NOT_NEEDED = {
    "difflib", "html", "shutil", "tempfile", "subprocess",
    "pyoxigraph", "rdflib", "pandas", "networkx", "pyvis",
    "tpgraph.reason.advice.recommend", "tpgraph.reason.check", "tpgraph.reason.explain",
    "tpgraph.reason.delta.tryout", "tpgraph.views.coverage", "tpgraph.views.measures",
    "tpgraph.views.what_if",
}  # fmt: skip


def test_a_start_loads_what_its_command_needs_and_no_more() -> None:
    code = (
        f"import sys; from tpgraph.cli import run; run(['gaps', {str(SHOP)!r}]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    loaded = set(ran.stderr.split())
    assert "tpgraph.pipeline" in loaded
    assert loaded & NOT_NEEDED == set()
    rooms = {name for name in loaded if name.startswith("tpgraph.cli.options.")}
    assert rooms == {"tpgraph.cli.options.company", "tpgraph.cli.options.shared"}


def below(parser: argparse.ArgumentParser) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    """The commands of a parser."""
    actions = parser._subparsers._group_actions if parser._subparsers else []
    (commands,) = (a for a in actions if isinstance(a, argparse._SubParsersAction))
    return commands


def test_a_parser_is_made_once_and_who_walks_over_all_meets_all() -> None:
    commands = below(build_parser("ro")).choices
    assert commands["gaps"] is commands["gaps"]
    assert len(commands) == len(list(commands.items())) > 20
    assert "gasp" not in commands
    assert {name: parser.prog for name, parser in commands.items()} == {
        name: f"tpgraph {name}" for name in commands
    }
    exports = below(commands["import"]).choices
    assert [parser.prog for parser in exports.values()] == [
        f"tpgraph import {name}" for name in ("accounts", "ga4", "survey")
    ]
    described = {parser.description for parser in (*commands.values(), *exports.values())}
    english = {parser.description for parser in below(build_parser()).choices.values()}
    assert len(described) > len(english) > 20
    assert not described & english


def test_a_call_without_a_word_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run([])
    assert ended.value.code == 2
    assert "the following arguments are required: COMMAND" in capsys.readouterr().err


def test_an_unknown_command_is_told_all_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.run(["gasp"])
    told = capsys.readouterr().err
    assert "invalid choice: 'gasp'" in told
    assert [name for name in below(build_parser()).choices if name not in told] == []
