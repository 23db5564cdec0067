"""Many companies at once: the same as each singly, whatever they stand in; bad ones passed over."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.batch.tables import (
    many,
    read,
    rows_of,
    shuffled,
    write_company,
    write_csv,
    write_folders,
)
from tests.conftest import ROOT
from tpgraph.batch.run import Outcome, run_batch
from tpgraph.batch.settings import Settings
from tpgraph.batch.spool import Spool, read_job
from tpgraph.cli import run
from tpgraph.errors import CallError, InputError
from tpgraph.pipeline import analyse
from tpgraph.views.files import findings_rows

DAY = date(2026, 6, 1)
SETTINGS = Settings(as_of=DAY)


def batch(path: Path, out: Path, settings: Settings = SETTINGS, workers: int = 1) -> Outcome:
    return run_batch([path], out, settings, workers=workers)


def alone(folder: Path) -> list[dict[str, str]]:
    """What the analysis of one company says, as its own table of gaps has it."""
    analysis = analyse(folder, as_of=DAY)
    head, *rows = findings_rows(analysis, analysis.findings)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_each_company_gets_what_it_gets_singly(tmp_path: Path) -> None:
    rows = many(45, 4)
    folder = write_folders(tmp_path / "in", rows)
    outcome = batch(folder, tmp_path / "out")
    assert outcome.summary["analysed"] == 45
    found = read(tmp_path / "out" / "findings.csv")
    companies = read(tmp_path / "out" / "companies.csv")
    assert [c["company"] for c in companies] == list(dict.fromkeys(r["company"] for r in rows))
    for inner, told in zip(sorted(folder.iterdir()), companies, strict=True):
        expected = alone(inner)
        mine = [f for f in found if f["company"] == told["company"]]
        assert len(mine) == len(expected) > 10
        for one, other in zip(mine, expected, strict=True):
            assert {k: v for k, v in one.items() if k in other} == {
                k: other[k] for k in other if k in one
            }
        analysis = analyse(inner, as_of=DAY)
        counts = {"gap": told["gaps"], "unknown": told["unknown"], "ok": told["in_order"]}
        assert counts == {status: str(count) for status, count in analysis.counts.items()}
        assert int(told["active"]) == analysis.active_count


def test_a_table_says_what_folders_say(tmp_path: Path) -> None:
    rows = many(24, 3)
    batch(write_folders(tmp_path / "in", rows), tmp_path / "a")
    batch(write_csv(tmp_path / "all.csv", rows), tmp_path / "b")
    one, other = (read(tmp_path / name / "findings.csv") for name in "ab")
    # Where a fact stands differs, and nothing else.
    for row in (*one, *other):
        row.pop("sources")
    assert one == other


def test_rows_need_not_be_sorted(tmp_path: Path) -> None:
    rows = many(24, 5)
    batch(write_csv(tmp_path / "all.csv", rows), tmp_path / "a")
    mixed = shuffled(rows)
    assert mixed != rows
    (tmp_path / "mixed").mkdir()
    batch(write_csv(tmp_path / "mixed" / "all.csv", mixed), tmp_path / "b")
    one, other = (read(tmp_path / name / "findings.csv") for name in "ab")
    for row in (*one, *other):
        row.pop("sources")
    assert one == other


def test_two_workers_write_what_one_writes(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "all.csv", many(50, 2))
    batch(path, tmp_path / "a", workers=1)
    batch(path, tmp_path / "b", workers=2)
    for file in sorted((tmp_path / "a").iterdir()):
        if file.is_file():
            assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_samples_of_the_project(tmp_path: Path) -> None:
    outcome = batch(ROOT / "data", tmp_path / "out", Settings(lang="fa", as_of=DAY))
    names = {row["company"] for row in read(tmp_path / "out" / "companies.csv")}
    assert {"Bottega Jeans", "Casa Morgana"} <= names
    assert outcome.summary["passed_over"] == 0
    assert len(names) == outcome.summary["companies"]


# ---------------------------------------------------------------------------- what is wrong with it


def test_bad_companies_are_said_and_passed_over(tmp_path: Path) -> None:
    folder = write_folders(tmp_path / "in", many(3, 3))
    for name in ("bad toml", "no names", "empty"):
        (folder / name).mkdir()
    write_company(folder / "bad toml", "x", rows_of(1, 2))
    (folder / "bad toml" / "company.toml").write_text('name = "open', encoding="utf-8")
    (folder / "no names" / "touchpoints.csv").write_text("owner,cost\nAna,3\n", encoding="utf-8")
    (folder / "empty" / "touchpoints.csv").write_text("name\n", encoding="utf-8")
    (folder / "not.xlsx").write_bytes(b"no workbook")
    (folder / "twin").mkdir()
    write_company(folder / "twin", "FIRM 1 & CO", rows_of(1, 2))
    outcome = batch(folder, tmp_path / "out")
    assert (outcome.summary["analysed"], outcome.summary["passed_over"]) == (3, 5)
    fatal = [p for p in read(tmp_path / "out" / "problems.csv") if p["severity"] == "fatal"]
    codes = {Path(p["source"]).name: p["code"] for p in fatal}
    assert codes == {
        "bad toml": "bad-toml",
        "no names": "no-name-column",
        "empty": "no-touchpoints",
        "not.xlsx": "wrong-format",
        "twin": "same-company",
    }
    assert all(p["message"] and p["mend"] for p in fatal)
    assert "Firm 1 & Co" in next(p["message"] for p in fatal if p["code"] == "same-company")


def test_bad_rows_of_a_table_harm_their_own_company_alone(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "all.csv", many(5, 3))
    lines = path.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b"Point", b"P\xffint")  # the second company
    lines.append(b" ,fashion,,,,Nobody's,,,,,,,,,,,,\r\n")
    path.write_bytes(b"".join(lines))
    outcome = batch(path, tmp_path / "out")
    assert (outcome.summary["passed_over"], outcome.summary["rows_left_out"]) == (1, 1)
    problems = read(tmp_path / "out" / "problems.csv")
    damaged = next(p for p in problems if p["code"] == "not-in-encoding")
    assert (damaged["company"], damaged["row"]) == ("Firm 1 & Co", "5")
    nobody = next(p for p in problems if p["code"] == "no-company")
    assert (nobody["row"], nobody["column"], nobody["file"]) == ("17", "company", "all.csv")
    whole = write_csv(tmp_path / "whole.csv", many(5, 3))
    batch(whole, tmp_path / "sound")
    left = [f for f in read(tmp_path / "sound" / "findings.csv") if f["company"] != "Firm 1 & Co"]
    for row in (*left, *(found := read(tmp_path / "out" / "findings.csv"))):
        row.pop("sources")
    assert found == left


def test_spellings_of_one_name_in_different_jobs(tmp_path: Path) -> None:
    rows = many(45, 2)
    twin = [{**row, "company": "firm 2 & co"} for row in rows_of(2, 2)]
    outcome = batch(write_csv(tmp_path / "all.csv", [*rows, *twin]), tmp_path / "out")
    assert (outcome.summary["analysed"], outcome.summary["passed_over"]) == (45, 1)
    found = read(tmp_path / "out" / "findings.csv")
    assert len({f["id"] for f in found}) == len(found)
    assert "firm 2 & co" not in {f["company"] for f in found}


def test_too_many_rows_of_one_company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPGRAPH_MAX_ROWS", "6")
    rows = [*rows_of(1, 7), *rows_of(2, 6)]
    outcome = batch(write_csv(tmp_path / "all.csv", rows), tmp_path / "out")
    assert outcome.summary["passed_over"] == 1
    (problem,) = [p for p in read(tmp_path / "out" / "problems.csv") if p["severity"] == "fatal"]
    assert (problem["company"], problem["code"]) == ("Firm 1 & Co", "over-limit")


def test_a_table_that_breaks_off_is_said_before_anything_is_done(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "all.csv", many(3, 3))
    with path.open("a", encoding="utf-8") as file:
        file.write('Firm 9,"open')
    with pytest.raises(InputError, match="row 11"):
        batch(path, tmp_path / "out")
    assert not (tmp_path / "out" / "findings.csv").exists()


def test_facts_that_differ_between_rows(tmp_path: Path) -> None:
    rows = rows_of(1, 3)
    rows[2] = {**rows[2], "company_industry": "fashion"}
    batch(write_csv(tmp_path / "all.csv", rows), tmp_path / "out")
    (told,) = [
        p for p in read(tmp_path / "out" / "problems.csv") if p["code"] == "company-rows-differ"
    ]
    assert (told["row"], told["column"], told["severity"]) == ("4", "company_industry", "warning")
    assert read(tmp_path / "out" / "companies.csv")[0]["industry"] != ""


# ----------------------------------------------------------------------------------- other tables


@pytest.mark.parametrize("header", ["company", "Компания", "Azienda", "شرکت", "COMPANIE"])
def test_the_column_of_companies_in_five_languages(tmp_path: Path, header: str) -> None:
    path = tmp_path / "all.csv"
    path.write_text(f"{header};name;stages\nA;Desk;purchase\nB;Blog;\nA;Shop;\n", encoding="utf-8")
    batch(path, tmp_path / "out")
    told = read(tmp_path / "out" / "companies.csv")
    assert [(c["company"], c["touchpoints"]) for c in told] == [("A", "2"), ("B", "1")]


def test_another_column_may_name_the_company(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text("account,name\nA,Desk\nB,Blog\n", encoding="utf-8")
    batch(path, tmp_path / "out", Settings(as_of=DAY, by="Account"))
    assert len(read(tmp_path / "out" / "companies.csv")) == 2
    with pytest.raises(CallError, match="no column"):
        batch(path, tmp_path / "other", Settings(as_of=DAY, by="firm"))


def test_bounds_and_the_old_code_page(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    text = (
        "sep=;\nSocietà;company;name;cost;currency;conversions;company_bounds_cost_per_conversion_max\n"
        "x;Caffè Però;Città;900;EUR;3;20\nx;Caffè Però;Perché;1;EUR;3;\n"
    )
    path.write_bytes(text.encode("cp1252"))
    batch(path, tmp_path / "out")
    found = read(tmp_path / "out" / "findings.csv")
    assert {f["company"] for f in found} == {"Caffè Però"}
    (gap,) = [f for f in found if f["rule"] == "too-costly" and f["status"] == "gap"]
    assert (gap["threshold"], gap["concerns"]) == ("20", "Città")
    assert "all.csv, row 3" in gap["sources"]


def test_waiting_rows_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tpgraph.batch.spool._HELD", 2_000)
    spool = Spool(tmp_path)
    for row in range(3_000):
        spool.add_row(0, f"C{row % 50}", row + 2, [str(row)])
        assert spool._held <= 2_000
    spool.write_out()
    assert (spool.jobs, spool.companies) == (3, 50)
    units = [unit for job in range(3) for unit in read_job(tmp_path, job, 1_000)]
    assert [unit.name for unit in units] == [f"C{n}" for n in range(50)]
    assert [n for n, _ in units[7].rows] == list(range(9, 3_002, 50))


# ------------------------------------------------------------------------------------ the command


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{**row, "company_complete": "all"} for row in rows_of(1, 2)]
    path = write_csv(tmp_path / "all.csv", [*rows, {**rows[0], "company": ""}])

    def code(*more: str) -> int:
        return run(["batch", str(path), "--out", str(tmp_path / "out"), "--workers", "1", *more])

    assert code() == 0
    assert "rows name no company" in capsys.readouterr().err
    assert code("--fail-on", "bad") == 1
    assert code("--fail-on", "low") == 1
    assert code("--workers", "0") == 2
    assert code("--engine", "rdflib") == 2
    assert code("--lang", "it") == 2  # a run that was begun otherwise
    assert "lang" in capsys.readouterr().err
    assert code("--lang", "it", "--restart") == 0
    assert "lacune" in capsys.readouterr().out
    path.write_text("company,name\nA,\n", encoding="utf-8")
    assert code("--restart") == 2  # none could be analysed
    (tmp_path / "nothing").mkdir()
    assert run(["batch", str(tmp_path / "nothing"), "--out", str(tmp_path / "o")]) == 2


def test_results_are_no_input(tmp_path: Path) -> None:
    write_folders(tmp_path, many(2, 2))
    first = batch(tmp_path, tmp_path / "out", Settings(as_of=DAY, store=str(tmp_path / "store")))
    again = batch(tmp_path, tmp_path / "out2")
    assert first.summary["companies"] == again.summary["companies"] == 2


def test_summary_is_as_its_schema_says(tmp_path: Path) -> None:
    import jsonschema

    batch(write_csv(tmp_path / "all.csv", many(12, 3)), tmp_path / "out")
    schema = json.loads((ROOT / "src/tpgraph/schemas/batch.json").read_bytes())
    summary = json.loads((tmp_path / "out" / "summary.json").read_bytes())
    jsonschema.validate(summary, schema, cls=jsonschema.Draft202012Validator)
