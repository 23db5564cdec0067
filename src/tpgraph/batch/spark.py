"""The same on Spark, for those who have outgrown one machine; only here is pyspark imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tpgraph.batch.company import Reader
from tpgraph.batch.inputs import Input
from tpgraph.batch.parquet import as_text
from tpgraph.batch.rows import FINDINGS, PROBLEMS, failure_cells, finding_cells, problem_cells
from tpgraph.batch.settings import Settings
from tpgraph.batch.spool import Unit
from tpgraph.batch.table import Head, head_of
from tpgraph.errors import CallError, InputError, QueryError
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.limits import limit
from tpgraph.phrases import phrase
from tpgraph.reason.shards import conclude_together

_FIRST_ROW = 2  # as a file with a header would number them
COLUMNS = (*FINDINGS, *(f"problem_{name}" for name in PROBLEMS))

Row = tuple[int, list[str]]


def analyse_groups(frame: Any, settings: Settings | None = None, *, name: str = "spark") -> Any:
    """Analyses every company of a Spark DataFrame; gives a DataFrame of findings and problems.

    Parameters
    ----------
    frame
        One row a touchpoint, with a column for the company (called as in a table of
        ``tpgraph batch``) and the columns of an inventory, of any types. Rows keep their order
        within a company where the frame has one.
    settings
        As for :func:`tpgraph.batch.run.run_batch`; ``format`` and ``store`` do not matter here.
        Give ``as_of``, or a run over midnight judges by two days.
    name
        What places call the frame: the file in ``name, row 7, column cost``.

    Returns
    -------
    DataFrame
        Columns of text. A finding fills those of ``findings.csv`` (gaps and unknowns), what is
        wrong with a company those of ``problems.csv``, each with ``problem_`` before its name.
        A bad company is told so and passed over.

    Raises
    ------
    CallError
        Where pyspark is not installed, or where no column names the company.
    """
    try:
        from pyspark.sql.types import StringType, StructField, StructType
    except ImportError as error:
        raise CallError(phrase("call.no-spark")) from error
    settings = settings or Settings()
    head = head_of(Path(name), list(frame.columns), settings.by)
    if head is None:
        raise CallError(phrase("call.batch-no-company", path=name))
    at = head.company
    numbered = frame.rdd.zipWithIndex()
    by_company = numbered.flatMap(lambda pair: _keyed(pair, at)).groupByKey()
    # Each group goes through the engine in the process of the executor.
    found = by_company.mapPartitions(lambda groups: _concluded(groups, head, settings))
    schema = StructType([StructField(column, StringType()) for column in COLUMNS])
    return frame.sparkSession.createDataFrame(found, schema)


def _keyed(pair: tuple[Iterable[Any], int], company: int) -> list[tuple[str, Row]]:
    """A row under its company's name; none where it names no company."""
    values, index = pair
    cells = [as_text(value) for value in values]
    name = one_line(clean(cells[company]).text)
    return [(name, (index + _FIRST_ROW, cells))] if name else []


def _concluded(
    groups: Iterable[tuple[str, Iterable[Row]]], head: Head, settings: Settings
) -> Iterator[tuple[str | None, ...]]:
    reader = Reader([Input(head.path, head)], settings)
    source, most = str(head.path), limit("ROWS")
    for name, rows in groups:
        ordered = sorted(rows, key=lambda row: row[0])
        unit = Unit(0, name, 0, ordered[:most], len(ordered) > most)
        try:
            inventory = reader.read(unit)
            (analysis,) = conclude_together([inventory], settings.options())
            findings = finding_cells(analysis, analysis.findings)
        except (InputError, CallError, QueryError) as error:
            yield _problem(failure_cells(name, source, error, settings.lang))
            continue
        for cells in findings:
            yield (*cells, *[None] * len(PROBLEMS))
        for cells in problem_cells(name, source, inventory.problems, settings.lang):
            yield _problem(cells)


def _problem(cells: list[str]) -> tuple[str | None, ...]:
    return (*[None] * len(FINDINGS), *cells)
