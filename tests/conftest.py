"""What all tests share: data beside the checkout, and the rule that CI skips nothing for a tool.

A test that cannot run says why in the first words of its reason:

* ``needs ...``: a tool is missing (a browser, Java, the network). With ``CI`` set in the
  environment this counts as a failure, so that a green run has really run everything;
* ``no shared data ...``: the data that is not part of the repository is absent.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# `importorskip` words its reason itself; a library that cannot be imported is a missing tool.
_MISSING_TOOL = ("needs ", "could not import ")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data sets too large to ship: ``../shared/data``, or ``TPGRAPH_SHARED_DATA``."""
    named = os.environ.get("TPGRAPH_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no shared data: {folder} is not there")
    return folder


def pytest_collection_finish() -> None:
    """Looks for garbage less often: modules and thousands of tests are looked through each time.

    Where many triples are read, it took a third of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_tool_missing(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_tool_missing(report)
    return report


def _fail_if_tool_missing(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not os.environ.get("CI") or report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    # A skip is told as (file, line, "Skipped: reason").
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if reason.startswith(_MISSING_TOOL):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where every tool must be there: {reason}"
