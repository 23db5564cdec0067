"""Parquet in and out says what CSV says."""

from __future__ import annotations

import builtins
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.batch.tables import COLUMNS, many, read, shuffled, write_csv
from tpgraph.batch.parquet import as_text
from tpgraph.batch.run import run_batch
from tpgraph.batch.settings import Settings
from tpgraph.errors import CallError

pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
DAY = date(2026, 6, 1)
TABLES = ("companies", "findings", "industries", "problems", "rules")


def write_parquet(path: Path, rows: list[dict[str, str]]) -> Path:
    """The rows as typed columns: numbers are numbers, blanks are null, goals a list."""
    import pyarrow.parquet

    data: dict[str, object] = {}
    for name in COLUMNS:
        texts = [row[name] or None for row in rows]
        if name in ("cost", "satisfaction"):
            data[name] = pa.array([None if t is None else float(t) for t in texts])
        elif name == "conversions":
            data[name] = pa.array([None if t is None else int(t) for t in texts])
        elif name == "company_goals":
            data[name] = pa.array([None if t is None else t.split("|") for t in texts])
        else:
            data[name] = pa.array(texts, pa.string())
    pyarrow.parquet.write_table(pa.table(data), path, row_group_size=17)
    return path


def test_parquet_in_is_read_as_csv_is(tmp_path: Path) -> None:
    rows = shuffled(many(25, 3))
    settings = Settings(as_of=DAY)
    run_batch([write_csv(tmp_path / "all.csv", rows)], tmp_path / "a", settings, workers=1)
    run_batch([write_parquet(tmp_path / "all.parquet", rows)], tmp_path / "b", settings, workers=1)
    one = (tmp_path / "a" / "findings.csv").read_text(encoding="utf-8")
    other = (tmp_path / "b" / "findings.csv").read_text(encoding="utf-8")
    assert other.replace("all.parquet", "all.csv") == one


def test_parquet_out_holds_what_csv_holds(tmp_path: Path) -> None:
    import pyarrow.parquet

    path = write_csv(tmp_path / "all.csv", many(25, 3))
    run_batch([path], tmp_path / "a", Settings(as_of=DAY), workers=1)
    made = run_batch([path], tmp_path / "b", Settings(as_of=DAY, format="parquet"), workers=1)
    assert made.summary["files"] == [f"{name}.parquet" for name in TABLES]
    for name in TABLES:
        table = pyarrow.parquet.read_table(tmp_path / "b" / f"{name}.parquet")
        expected = read(tmp_path / "a" / f"{name}.csv")
        assert table.num_rows == len(expected)
        for found, wanted in zip(table.to_pylist(), expected, strict=True):
            for column, value in found.items():
                if isinstance(value, float):
                    assert value == float(wanted[column])
                else:
                    assert (value or "") == wanted[column].removeprefix("'")
    severity = pyarrow.parquet.read_schema(tmp_path / "b" / "findings.parquet").field("severity")
    assert str(severity.type) == "double"


def test_a_table_without_companies_and_a_file_that_is_none(tmp_path: Path) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(pa.table({"name": ["Desk"]}), tmp_path / "one.parquet")
    with pytest.raises(CallError, match="company"):
        run_batch([tmp_path / "one.parquet"], tmp_path / "out", workers=1)
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(Exception, match="Parquet"):
        run_batch([tmp_path / "bad.parquet"], tmp_path / "out", workers=1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (True, "yes"),
        (3.0, "3"),
        (1e-7, "0.0000001"),
        (2.50, "2.5"),
        (12, "12"),
        (Decimal("4.20"), "4.20"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 12), "2026-03-01"),
        (["a", None, "b"], "a||b"),
    ],
)
def test_values_as_cells(value: object, text: str) -> None:
    assert as_text(value) == text


def test_without_the_library_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *more: object, **kept: object) -> object:
        if name.partition(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *more, **kept)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    path = write_csv(tmp_path / "all.csv", many(1, 1))
    with pytest.raises(CallError, match=r"pip install tpgraph\[parquet\]"):
        run_batch([path], tmp_path / "out", Settings(format="parquet"), workers=1)
