"""What is wrong with an inventory ends in a message with its place and mend, never a traceback."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import COMPANY, PLANTED, SHOP, TABLE, Company, Tp
from tpgraph.views import whole

# Controls and direction marks that a terminal would obey; newline and tab are the layout's own.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
RESULTS = {"graph.html", "graph.ttl", "gaps.csv", "recommendations.csv", "report.xlsx"}

# Table, company file, and what the message must hold: place, what was found, mend.
UNREADABLE: dict[str, tuple[str | bytes, str | bytes | None, tuple[str, ...]]] = {
    "empty": ("", None, ("touchpoints.csv", "empty", "header")),
    "blank": ("\n\n  \n", None, ("touchpoints.csv",)),
    "only a header": ("name,type\n", None, ("touchpoints.csv", "no touchpoints")),
    "no encoding": (b"name\nOne\nCaf\x81\n", None, ("row 3", "0x81", "UTF-8")),
    "utf-16": ("name\nOne\n".encode("utf-16"), None, ("touchpoints.csv", "UTF-16", "UTF-8")),
    "surrogates": (b"name\n\xed\xa0\x80\n", None, ("row 2", "UTF-8")),
    "nul": (b"name,type\nOne,\nT\x00wo,\n", None, ("row 3", "NUL")),
    "same header twice": ("name,type,type\nA,,\n", None, ("row 1", "type", "Rename")),
    "synonyms twice": ("name,stage,stages\nA,,\n", None, ("row 1", '"stage"', '"stages"')),
    "no name": ("tittle of it,type\nA,\n", None, ("row 1", "name", '"tittle of it"')),
    "open quote": ('name,notes\nA,"b\nC,d\n', None, ("row 2", "quote")),
    "no toml": ("name\nA\n", "name = \n", ("company.toml", "row 1", "column 8")),
    "no encoding in toml": ("name\nA\n", b'name = "Caf\x81"\n', ("company.toml", "row 1")),
    "controls in toml": ("name\nA\n", b'name = "a\x1b[31m"\n', ("company.toml", "row 1")),
}

# One row's cells that are wrong: header, cell, what is said; the rest of the inventory counts.
WRONG_CELLS = [
    ("stages", "moonlight", ("not understood", "tpgraph concepts")),
    ("modality", "virtuall", ("Virtual",)),
    ("type", "Moonlight sonata", ("not understood",)),
    ("cost", "abc", ("not a number", "digits")),
    ("cost", "-5", ("less than 0",)),
    ("cost", "1e309", ("not a number",)),
    ("cost", "nan", ("not a number",)),
    ("reviewed", "31.02.2026", ("not a date",)),
    ("look_ok", "perhaps", ("yes, no",)),
    ("url", "javascript:alert(1)", ("not a web address",)),
    ("leads_to", "Nowhere", ("no touchpoint is called that",)),
    ("satisfaction", "11", ()),
]


def same_outcome(tp: Tp, folder: Path, out: Path) -> list[str]:
    """What `gaps`, `check` and `analyze` say of an inventory that cannot be read at all."""
    said = []
    for arguments in (("gaps", folder), ("check", folder), ("analyze", folder, "--out", out)):
        ran = tp(*arguments)
        assert ran.code == 2
        assert ran.out == ""
        said.append(ran.err)
    assert not out.exists()
    return said


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_named_with_its_place(
    tp: Tp, company: Company, tmp_path: Path, case: str
) -> None:
    table, toml, expected = UNREADABLE[case]
    messages = same_outcome(tp, company(table, toml), tmp_path / "out")
    assert len(set(messages)) == 1
    for text in expected:
        assert text in messages[0]
    assert messages[0].count("\n") == 1


def test_paths_that_hold_no_inventory(tp: Tp, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    for path in (tmp_path / "absent", tmp_path / "absent.csv", empty, picture, Path("a\0b")):
        for message in same_outcome(tp, path, tmp_path / "out"):
            assert message.startswith("tpgraph: ")
            assert message.count("\n") == 1


@pytest.mark.parametrize(("column", "cell", "expected"), WRONG_CELLS, ids=lambda x: str(x)[:20])
def test_a_wrong_cell_is_named_and_the_rest_counts(
    tp: Tp, company: Company, column: str, cell: str, expected: tuple[str, ...]
) -> None:
    folder = company(f'name,owner,{column}\nGood,Ana,\nBad,,"{cell}"\n', COMPANY)
    checked = tp("check", folder)
    if expected:
        assert f"touchpoints.csv, row 3, column {column}: " in checked.out
    for text in expected:
        assert text in checked.out
    assert checked.code == (1 if ": error: " in checked.out else 0)
    gaps = tp("gaps", folder, "--format", "csv", "--status", "all")
    assert gaps.code == 0
    concerned = {r["concerns"] for r in csv.DictReader(io.StringIO(gaps.out))}
    assert {"Good", "Bad"} <= concerned


@pytest.mark.parametrize("cell", ["abc", "-5", "1e309"])
def test_a_number_that_is_none_is_unknown_even_where_the_column_is_closed(
    tp: Tp, company: Company, cell: str
) -> None:
    table = f"name,modality,reach,clicks,conversions\nPage,virtual,{cell},,\n"
    folder = company(table, 'name = "C"\ncomplete = ["metrics"]\n')
    ran = tp("gaps", folder, "--rule", "unmeasured-digital", "--status", "all", "--format", "csv")
    assert [r["status"] for r in csv.DictReader(io.StringIO(ran.out))] == ["unknown"]
    assert tp("check", folder).code == 1


def test_a_cycle_and_two_touchpoints_of_one_name_are_handled(tp: Tp, company: Company) -> None:
    cycle = company("name,leads_to\nA,B\nB,C\nC,A\n", 'name = "C"\ncomplete = ["leads_to"]\n')
    ran = tp("gaps", cycle, "--rule", "isolated-touchpoint", "--status", "all", "--format", "csv")
    assert [r["status"] for r in csv.DictReader(io.StringIO(ran.out))] == ["ok"] * 3
    assert tp("check", cycle).code == 0
    twins = tp("check", company("name,leads_to\nA,\nA,\nB,A\n", COMPANY, name="twins"))
    assert twins.code == 1
    assert "row 3, column name: warning" in twins.out
    assert "row 4, column leads_to: error" in twins.out


def test_large_cells_and_names_are_handled(tp: Tp, company: Company, tmp_path: Path) -> None:
    folder = company("name,notes\nA," + "x" * 10_000_000 + "\n" + "N" * 5_000 + ",\n")
    for command in ("gaps", "check"):
        ran = tp(command, folder)
        assert ran.code in (0, 2)
        assert len(ran.out) + len(ran.err) < 50_000
    long = company("name\n" + "N" * 5_000 + "\n", name="long")
    out = tmp_path / "out"
    ran = tp("analyze", long, "--out", out)
    assert ran.code == 0
    assert {p.name for p in out.iterdir()} == RESULTS
    assert len(tp("gaps", long, "--status", "unknown").out) < 50_000


def test_an_accept_that_fits_nothing_is_reported(tp: Tp, company: Company) -> None:
    toml = COMPANY + '[[accept]]\nrule = "dead-platfrom"\nreason = "A slip of the pen."\n'
    ran = tp("check", company(TABLE, toml))
    assert "dead-platfrom" in ran.out


# -------------------------------------------------------------------------------- hostile text

HOSTILE = "\x1b[31mRed\x07 \u202eevil\u202c \u2066x\u2069\x9b2J"


def test_controls_and_direction_marks_reach_no_terminal(
    tp: Tp, company: Company, tmp_path: Path
) -> None:
    table = (
        f"name,type,owner,{HOSTILE},leads_to,stages\n"
        f"{HOSTILE},{HOSTILE},{HOSTILE},{HOSTILE},{HOSTILE} no,{HOSTILE}\n"
    )
    toml = (
        'name = "\\u001b[31mCo\\u0007\\u202e"\nindustry = "\\u001b[31mX"\n'
        'complete = ["owner", "\\u001b[2J"]\n"\\u001b[31mkey" = 1\n'
        '[[accept]]\nrule = "\\u001b[2Junowned-touchpoint"\n'
        'concerns = "\\u202e"\nreason = "\\u001b"\n'
    )
    folder = company(table, toml, name="ho\x1b[31mst\u202eile")
    out = tmp_path / "o\x1b[31mut"
    for arguments in (
        ("gaps", folder, "--status", "all"),
        ("gaps", folder, "--status", "all", "--format", "csv"),
        ("check", folder),
        ("recommend", folder),
        ("recommend", folder, "--format", "csv"),
        ("query", folder, "--text", "SELECT ?s ?o WHERE { ?s rdfs:label|tpg:owner|tpg:notes ?o }"),
        ("analyze", folder, "--out", out),
        ("graph", folder, "--out", out / "x\x1b[31m.ttl"),
    ):
        ran = tp(*arguments)
        assert ran.code in (0, 1), ran.err
        assert not OBEYED.search(ran.out), (arguments[0], OBEYED.search(ran.out))
        assert not OBEYED.search(ran.err), (arguments[0], OBEYED.search(ran.err))
    assert {p.name for p in out.iterdir()} >= RESULTS
    for name in ("gaps.csv", "recommendations.csv"):
        text = (out / name).read_text(encoding="utf-8-sig")
        assert not OBEYED.search(text), name


@pytest.mark.parametrize(
    "arguments",
    [
        ("gaps", "no\x1b[31mwhere\u202e"),
        ("gaps", SHOP, "--rule", "\x1b[31mrule"),
        ("gaps", SHOP, "--complete", "\x1b[31mstages"),
        ("gaps", SHOP, "--engine", "\x1b[31m"),
        ("gaps", SHOP, "--rules", "\x1b[31m"),
        ("explain", SHOP, "\x1b[31mid"),
        ("query", SHOP, "\x1b[31mname"),
        ("query", SHOP, "--text", "SELECT \x1b[31m"),
        ("query", SHOP, "--file", "\x1b[31m"),
        ("concepts", "\x1b[31mzzzzz"),
        ("demo", "\x1b[31m"),
        ("graph", SHOP, "--out", "x.\x1b[31m"),
        ("import", "accounts", "\x1b[31m.csv", "--out", "x"),
        ("gaps", SHOP, "--as-of", "\x1b[31m"),
        ("gaps", SHOP, "--status", "\x1b[31m"),
    ],
    ids=lambda a: a[0] + a[-2][:9] if isinstance(a[-2], str) else a[0],
)
def test_what_was_typed_is_repeated_without_its_controls(
    tp: Tp, arguments: tuple[str | Path, ...]
) -> None:
    ran = tp(*arguments, as_of=None)
    assert ran.code == 2
    assert ran.err
    assert not OBEYED.search(ran.err)


FORMULAS = ('=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1+1)", "\t=1+1")


def quoted(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def test_formulas_are_text_in_every_table(tp: Tp, company: Company, tmp_path: Path) -> None:
    rows = "".join(quoted((f, f, f, "")) for f in FORMULAS)
    folder = company("name,type,channel,owner\n" + rows, 'name = "=1+1"\ncomplete = ["owner"]\n')
    out = tmp_path / "out"
    assert tp("analyze", folder, "--out", out).code == 0
    select = "SELECT ?l WHERE { ?t tpg:ofCompany ?c ; rdfs:label ?l }"
    tables = [
        (out / "gaps.csv").read_text(encoding="utf-8-sig"),
        (out / "recommendations.csv").read_text(encoding="utf-8-sig"),
        tp("gaps", folder, "--status", "all", "--format", "csv").out,
        tp("recommend", folder, "--format", "csv").out,
        tp("query", folder, "--text", select, "--format", "csv").out,
    ]
    for text in tables:
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_formulas_are_text_in_the_workbook(tp: Tp, company: Company, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = "".join(quoted((f, f, f, "")) for f in FORMULAS)
    folder = company("name,type,channel,owner\n" + rows, 'name = "=1+1"\ncomplete = ["owner"]\n')
    out = tmp_path / "out"
    assert tp("analyze", folder, "--out", out).code == 0
    book = load_workbook(out / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(str(cell.value).startswith("=") for cell in texts)  # whole, and still no formula
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in texts)


def test_script_in_any_cell_stays_text_in_the_page(
    tp: Tp, company: Company, tmp_path: Path
) -> None:
    cell = "</script><script>alert(1)</script><img src=x onerror=alert(1)><!--"
    header = "name,type,channel,owner,stages,notes,mine"
    accept = f'[[accept]]\nrule = "unowned-touchpoint"\nreason = "{cell}"\n'
    toml = f'name = "{cell}"\ncomplete = ["owner"]\n{accept}'
    folder = company(f"{header}\n" + ",".join([cell] * 7) + "\n", toml)
    out = tmp_path / "out"
    assert tp("analyze", folder, "--out", out).code == 0
    page = (out / "graph.html").read_text(encoding="utf-8")
    clean = tmp_path / "clean"
    assert tp("analyze", company(name="clean"), "--out", clean).code == 0
    ours = (clean / "graph.html").read_text(encoding="utf-8")
    for tag in ("<script", "</script", "<img", "<!--"):
        assert page.lower().count(tag) == ours.lower().count(tag)


# --------------------------------------------------------------------------- results stay whole


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.mark.parametrize("after_s", [0.2, 0.5, 0.7])
def test_a_killed_run_leaves_the_earlier_result_whole(
    tp: Tp, tmp_path: Path, after_s: float
) -> None:
    out = tmp_path / "out"
    assert tp("analyze", SHOP, "--out", out).code == 0
    before = contents(out)
    process = subprocess.Popen(
        [sys.executable, "-m", "tpgraph", "analyze", str(PLANTED), "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    after = {n: (out / n).read_bytes() for n in RESULTS}
    changed = {n for n in RESULTS if after[n] != before[n]}
    assert changed in (set(), RESULTS), f"half of the new result: {sorted(changed)}"
    # And what the killed run left lying about does not stand in the way of the next.
    assert tp("analyze", SHOP, "--out", out).code == 0
    assert {p.name for p in out.iterdir() if not p.name.startswith(".")} == RESULTS


def test_a_run_that_dies_before_the_last_step_changes_nothing(
    tp: Tp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert tp("analyze", SHOP, "--out", out).code == 0
    before = contents(out)

    class Killed(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(whole, "_exchange", dies)
        with pytest.raises(Killed):
            tp("analyze", PLANTED, "--out", out)
    assert contents(out) == before


def test_a_folder_that_cannot_be_written_is_an_error_of_the_call(tp: Tp, tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("in the way", encoding="utf-8")
    for out in (blocker, blocker / "below", Path("/proc/no-such")):
        ran = tp("analyze", SHOP, "--out", out)
        assert ran.code == 2
        assert "cannot be written" in ran.err
    ran = tp("graph", SHOP, "--out", blocker / "x.ttl")
    assert ran.code == 2
    assert blocker.read_text(encoding="utf-8") == "in the way"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_left_as_it_was(tp: Tp, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert tp("analyze", SHOP, "--out", out).code == 0
    before = contents(out)
    out.chmod(0o555)
    try:
        ran = tp("analyze", PLANTED, "--out", out)
        assert ran.code == 2
        assert "cannot be written" in ran.err
        assert contents(out) == before
    finally:
        out.chmod(0o755)


def test_a_full_disk_leaves_the_earlier_result_whole(
    tp: Tp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert tp("analyze", SHOP, "--out", out).code == 0
    before = contents(out)

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        ran = tp("analyze", PLANTED, "--out", out)
    assert ran.code == 2
    assert "No space left" in ran.err
    assert contents(out) == before
