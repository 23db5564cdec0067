"""Tables of the terminal: within its width, with nothing of weight cut off."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tests.cli.conftest import PLANTED, SHOP, Company, Tp
from tpgraph.model import LANGUAGES


def columns(line: str) -> int:
    """How many columns a terminal gives to a line."""
    wide = sum(unicodedata.east_asian_width(ch) in "WF" for ch in line)
    none = sum(unicodedata.category(ch) in ("Mn", "Me", "Cf") for ch in line)
    return len(line) + wide - none


def words(text: str) -> str:
    """The text without what a table adds, its wrapped lines joined."""
    return re.sub(r"[\s─]+", "", text)


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        *((("gaps", SHOP), language) for language in LANGUAGES),
        *((("queries",), language) for language in LANGUAGES),
        (("recommend", PLANTED), "ru"),
        (("recommend", PLANTED), "fa"),
    ],
    ids=lambda x: x[0] if isinstance(x, tuple) else x,
)
def test_no_line_is_wider_than_the_terminal(
    tp: Tp, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], language: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = tp(*arguments, "--lang", language)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert max(map(columns, lines)) <= width
    assert len(lines) > 5


@pytest.mark.parametrize("width", ["80", "200"])
def test_what_matters_is_whole_at_every_width(
    tp: Tp, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    gaps = tp("gaps", PLANTED, "--format", "json").json["findings"]
    out = tp("gaps", PLANTED).out
    for f in gaps:
        identifier = f["id"].rsplit("/", 1)[-1][:8]
        assert identifier in out
        assert f["level"] in out
        # A rule's name stays in one piece: it is what somebody copies into --rule.
        assert re.search(rf"(^|\s){f['rule']}(\s|$)", out, re.MULTILINE)
    if width == "200":
        # Messages stand on one line where there is room; at 80 the words of other columns mingle.
        assert all(words(f["message"]) in words(out) for f in gaps)


def test_check_and_concepts_need_no_wider_terminal_than_their_words(tp: Tp) -> None:
    for arguments in (("check", SHOP), ("concepts",)):
        assert max(map(columns, tp(*arguments).out.splitlines())) <= 80


def test_a_terminal_of_nonsense_width_is_no_error(tp: Tp, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in ("0", "-3", "wide", "1", "20", "100000"):
        monkeypatch.setenv("COLUMNS", width)
        assert tp("gaps", SHOP).code == 0


def test_markup_in_a_name_is_not_obeyed(tp: Tp, company: Company) -> None:
    folder = company("name,owner\n[bold red]Loud[/] [link=http://x]:smile:,\n",
                     'name = "C"\ncomplete = ["owner"]\n')  # fmt: skip
    out = words(tp("gaps", folder, "--status", "all").out)
    assert "[boldred]Loud[/][link=http://x]:smile:" in out


def test_output_that_is_no_terminal_has_no_colour(tp: Tp) -> None:
    assert "\x1b" not in tp("gaps", PLANTED).out


def test_an_answer_of_many_columns_is_a_block_a_row(
    tp: Tp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    call = ("query", SHOP, "Q1")
    rows = tp(*call, "--format", "json").json["rows"]
    ran = tp(*call)
    blocks = ran.out.split("── ")[1:]
    assert len(blocks) == len(rows) > 1
    for number, (block, row) in enumerate(zip(blocks, rows, strict=True), start=1):
        assert block.startswith(f"row {number} of {len(rows)} ")
        # Each value is whole, however it was folded; what is unbound has no line.
        folded = "".join(block.split())
        assert all("".join(str(v).split()) in folded for v in row.values() if v is not None)
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    assert ran.err.strip() == f"rows: {len(rows)}"
    # A terminal that is wide enough has a table, and so has an answer of few columns.
    monkeypatch.setenv("COLUMNS", "250")
    assert "──  " not in tp(*call).out
    assert tp(*call).out.startswith("status")
    monkeypatch.setenv("COLUMNS", "80")
    few = tp("query", "--text", "SELECT ?a ?b { VALUES (?a ?b) { (1 2) } }")
    assert few.out.splitlines()[0].split() == ["a", "b"]


def test_statuses_in_an_answer_are_said_as_everywhere(tp: Tp) -> None:
    told = tp("query", SHOP, "Q1", "--lang", "ro").out
    assert re.search(r"^lacună +Evenimente și +mediu", told, re.MULTILINE)
    assert '"gap"' in tp("query", SHOP, "Q1", "--lang", "ro", "--format", "json").out


@pytest.mark.parametrize("command", [("graph", SHOP), ("compare", SHOP, PLANTED)])
def test_a_file_that_is_there_is_replaced_only_when_told(
    tp: Tp, tmp_path: Path, command: tuple[str | Path, ...]
) -> None:
    file = tmp_path / ("a.ttl" if command[0] == "graph" else "a.xlsx")
    file.write_bytes(b"mine")
    refused = tp(*command, "--out", file)
    assert (refused.code, file.read_bytes()) == (2, b"mine")
    assert "--force" in refused.err
    assert tp(*command, "--out", file, "--force").code == 0
    assert len(file.read_bytes()) > 1000
