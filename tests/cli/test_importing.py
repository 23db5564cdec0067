"""``tpgraph import``: what is said of what was read, left out and asked, and the exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Tp

GA4 = """\
# Start date: 20260101
# End date: 20260131
Session source / medium,Sessions,Total users
google / organic,400,300
facebook.com / referral,90,80
crm / email,4,3
,494,380,Grand total
"""


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "survey.csv"
    rows = "".join(f"{1 + i % 5},{6 if i % 2 else 3},{1 + i % 5},{i % 11}\n" for i in range(66))
    path.write_text(f"Q1A,Q1B ,Q1ALL,NPS\n{rows}")
    return path


def test_ga4_says_what_it_read_left_out_and_asks(tp: Tp, tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(GA4)
    ran = tp("import", "ga4", tmp_path / "shop.csv", "--out", tmp_path / "out")
    assert ran.code == 0
    assert "4 rows read: 3 used, 1 skipped" in ran.out
    assert "494 sessions in them: 490 written as contacts, 4 in notes only" in ran.out
    assert "Whose posts" in ran.out
    assert "row of totals" in ran.err
    assert "Email: crm" in ran.err
    checked = tp("check", tmp_path / "out" / "shop")
    assert checked.code == 0
    assert "0 errors" in checked.out
    gaps = tp("gaps", tmp_path / "out" / "shop")
    assert gaps.code == 0


def test_ga4_options(tp: Tp, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(GA4)
    ran = tp(
        "import", "ga4", tmp_path / "a.csv", tmp_path / "b.csv", "--out", tmp_path / "out",
        "--company", "The shop", "--by", "channel", "--min-sample", "0", "--quiet",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert "8 rows read: 3 used, 5 skipped" in ran.out
    assert (tmp_path / "out" / "the-shop" / "touchpoints.csv").is_file()


def test_survey_says_counts_and_which_importance(tp: Tp, tmp_path: Path, survey: Path) -> None:
    options = ("--columns", "Q1*", "--scale", "1-5", "--never-used", "6,7", "--nps", "NPS")
    ran = tp("import", "survey", survey, "--out", tmp_path / "o", *options, "--overall", "Q1ALL")
    assert ran.code == 0
    assert "66 respondents read: 66 used, 0 skipped" in ran.out
    assert "Q1A: 66 rated, 0 never used, 0 blank; satisfaction 2.97, importance 5.00" in ran.out
    assert "Q1B: 33 rated, 33 never used" in ran.out
    assert "(derived)" in ran.out
    assert "net promoter score" in ran.out
    assert tp("check", tmp_path / "o" / "survey").code == 0
    without = tp("import", "survey", survey, "--out", tmp_path / "o2", *options)
    assert "importance stays unknown" in without.out


def test_wrong_calls_end_with_2_and_a_mend(tp: Tp, tmp_path: Path, survey: Path) -> None:
    out = ("--out", tmp_path / "out")
    for arguments, says in (
        (("ga4", tmp_path / "no-such.csv", *out), "no-such.csv"),
        (("ga4", survey, *out), "Session source / medium"),
        (("survey", survey, *out), "--columns"),
        (("survey", survey, *out, "--columns", "Z*", "--scale", "1-5"), "no column"),
    ):
        ran = tp("import", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert says in ran.err
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten_unasked(tp: Tp, tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(GA4)
    call = ("import", "ga4", tmp_path / "shop.csv", "--out", tmp_path / "out")
    assert tp(*call).code == 0
    again = tp(*call)
    assert again.code == 2
    assert "already there" in again.err
    assert tp(*call, "--overwrite").code == 0
    assert (tmp_path / "out" / "shop.bak").is_dir()
