"""Whatever stands in an export: rows read are rows used and rows skipped with a reason, no more."""

from __future__ import annotations

import csv
import io
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tpgraph.errors import InputError
from tpgraph.inventory.accounts import import_accounts
from tpgraph.inventory.ga4 import import_ga4
from tpgraph.inventory.survey import import_survey

_CELL = st.one_of(
    st.sampled_from(["", "1", "5", "6", "70", "1,234", "1.5", "-3", "many", "(not set)", "Total"]),
    st.sampled_from(
        ["google / organic", "crm / email", "a", "Grand total", '[{"name"=>"A"}]', "#"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
)
_ROWS = st.lists(st.lists(_CELL, min_size=1, max_size=6), min_size=1, max_size=12)


def _file(folder: str, header: str, rows: list[list[str]], sound: str) -> Path:
    """A file of a header, one sound row and the rows."""
    path = Path(folder) / "export.csv"
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(f"{header}\n{sound}\n{text.getvalue()}", encoding="utf-8", newline="")
    return path


@settings(max_examples=60, deadline=None)
@given(_ROWS)
def test_sessions(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(InputError):
        header = "Session source / medium,Sessions,Total users"
        path = _file(folder, header, rows, "google / organic,100,90")
        report = import_ga4([path], Path(folder) / "out")
        assert report.rows_read == report.rows_used + len(report.skipped)
        assert report.visits_read == report.visits_written + report.visits_too_few
        assert report.visits_read >= 100
        assert all(str(s.reason) and s.place.row for s in report.skipped)


@settings(max_examples=60, deadline=None)
@given(_ROWS)
def test_accounts(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(InputError):
        header = "id,organization,service_key,service_url,agencies"
        path = _file(
            folder, header, rows, '0,Council,facebook,https://a.example,"[{""name""=>""A""}]"'
        )
        report = import_accounts([path], Path(folder) / "out")
        assert report.rows_read == report.rows_used + len(report.skipped)
        assert report.rows_used >= 1
        assert sum(report.written.values()) >= report.rows_used
        assert all(str(s.reason) and s.place.row for s in report.skipped)


@settings(max_examples=60, deadline=None)
@given(_ROWS)
def test_ratings(rows: list[list[str]]) -> None:
    options: dict[str, Any] = {"columns": ["q*"], "scale": "1-5", "never_used": ["6"]}
    with tempfile.TemporaryDirectory() as folder, suppress(InputError):
        path = _file(folder, "Q1,Q2,Q3,Whole", rows, "4,5,6,5")
        report = import_survey([path], Path(folder) / "out", overall="whole", **options)
        (survey,) = report.surveys
        assert survey.rows_read == survey.rows_used + len(survey.skipped)
        assert survey.rows_used >= 1
        for rated in survey.touchpoints:
            assert rated.answers.total == survey.rows_used
