"""Surveys: what is rated, what is no rating, and what importance is derived from."""

from __future__ import annotations

import csv
from decimal import Decimal
from math import isclose
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.inventory.conftest import AS_OF
from tests.inventory.formats.writers import ods_document, ods_row, save_ods
from tpgraph.errors import CallError, InputError
from tpgraph.inventory.ranks import promoters, spearman, spread
from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.survey import SurveyReport, import_survey
from tpgraph.inventory.survey_answers import Survey
from tpgraph.model import Inventory

SFO: dict[str, Any] = {
    "columns": ["Q7*"], "scale": "1-5", "never_used": ["6"], "blank": ["0"], "overall": "Q7ALL",
    "nps": "NETPRO", "nps_blank": ["11"],
}  # fmt: skip


def write(path: Path, headers: list[str], rows: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def small(tmp_path: Path, headers: list[str] | None = None) -> Path:
    """Forty respondents: the shop goes with the whole, the counter against it."""
    rows: list[list[object]] = [
        [i, 1 + i % 5, 5 - i % 5, 3, 1 + i % 5, i % 11, "nice"] for i in range(40)
    ]
    headers = headers or ["ID", "R_SHOP", "R_COUNTER", "R_SAME", "R_ALL", "NPS", "R_COM"]
    return write(tmp_path / "my-survey.csv", headers, rows)


def run(path: Path, **options: Any) -> SurveyReport:
    return import_survey([path], path.parent / options.pop("out", "out"), **options)


def inventory(report: SurveyReport) -> Inventory:
    found = read_inventory(report.folders[0], as_of=AS_OF)
    assert [p for p in found.problems if p.severity != "note"] == []
    assert not found.company.complete
    return found


def adds_up(survey: Survey) -> None:
    assert survey.rows_read == survey.rows_used + len(survey.skipped)
    for rated in survey.touchpoints:
        assert rated.answers.total == survey.rows_used
    for apart in (survey.overall, survey.nps):
        assert apart is None or apart[1].total == survey.rows_used


def test_satisfaction_and_derived_importance(tmp_path: Path) -> None:
    report = run(small(tmp_path), columns=["R_*"], scale="1-5", overall="R_ALL", nps="NPS")
    (survey,) = report.surveys
    adds_up(survey)
    assert [t.name for t in survey.touchpoints] == ["R_SHOP", "R_COUNTER", "R_SAME"]
    assert [(c, str(why)) for c, why in survey.left_out] == [
        ("R_COM", "no answer in it is on the scale")
    ]
    shop, counter, same = inventory(report).touchpoints
    assert shop.raw["satisfaction"] == "3"
    assert shop.raw["satisfaction_scale"] == "1-5"
    assert shop.raw["importance"] == "5"  # a correlation of 1
    assert "Spearman" in shop.raw["notes"]
    assert "n = 40, mean 3.000, standard deviation 1.432" in shop.raw["notes"]
    # Minus 1 counts as none; a rating that is always the same has no correlation.
    assert counter.raw["importance"] == "1"
    assert "is -1.000" in counter.raw["notes"]
    assert "importance" not in same.raw
    assert "no correlation" in same.raw["notes"]


def test_what_is_no_rating_is_counted_apart(tmp_path: Path) -> None:
    answers = ["4"] * 30 + ["6", " 6.0 ", "0", "", "  ", "9", "-1", "often", "never", "4,5"]
    # A wholly blank row is no respondent: a second column keeps them.
    path = write(tmp_path / "s.csv", ["Q", "ID"], [[a, i] for i, a in enumerate(answers)])
    report = run(path, columns=["q"], scale="1 to 5", never_used=["6", "NEVER"], blank=["0"])
    (rated,) = report.surveys[0].touchpoints
    adds_up(report.surveys[0])
    found = rated.answers
    assert (found.rated, found.never_used, found.blank) == (31, 3, 3)
    assert (found.outside, found.no_number, found.total) == (2, 1, 40)
    told = [str(d.text) for d in report.surveys[0].doubts]
    assert told == [
        'answers outside the scale: 2, such as "9"; if that is a code, name it in never_used or '
        "blank",
        'answers that are no number: 1, such as "often"; if that is a code, name it in never_used '
        "or blank",
    ]
    notes = inventory(report).touchpoints[0].raw["notes"]
    for said in ("31 of 40 rated", "3 never used", "2 answered outside", "1 answered with no"):
        assert said in notes


def test_a_small_sample_is_reported_and_not_judged(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", ["A", "B"], [[4, 3 if i < 29 else ""] for i in range(60)])
    report = run(path, columns=["A", "B"], scale="1-5")
    many, few = inventory(report).touchpoints
    assert many.raw["satisfaction"] == "4"
    assert "satisfaction" not in few.raw
    assert "satisfaction_scale" not in few.raw
    assert "29 of 60 rated" in few.raw["notes"]
    assert "Too small" in few.raw["notes"]
    assert "mean 3.000" in few.raw["notes"]
    assert report.surveys[0].touchpoints[1].is_small
    every = run(path, columns=["A", "B"], scale="1-5", min_sample=29, out="o2")
    assert inventory(every).touchpoints[1].raw["satisfaction"] == "3"


def test_importance_as_stated(tmp_path: Path) -> None:
    rows: list[list[object]] = [[4, 9, 3, 7, 5] for _ in range(30)]
    path = write(tmp_path / "s.csv", ["Q1_A", "I1_A", "Q1_B", "I1_B", "ALL"], rows)
    by_pattern = run(
        path, columns=["Q1_*"], scale="1-5", importance="I1_*", importance_scale="0-10",
        overall="ALL",
    )  # fmt: skip
    first, second = inventory(by_pattern).touchpoints
    assert (first.raw["importance"], first.raw["importance_scale"]) == ("9", "0-10")
    assert second.raw["importance"] == "7"
    assert "stated" in second.raw["notes"]
    # Columns of importance are no touchpoints, whatever pattern takes them.
    table = {"Q1_A": "I1_A", "Q1_B": "I1_B"}
    all_of_them = run(path, columns=["*"], scale="0-10", importance=table, overall="ALL", out="o2")
    assert [t.name for t in inventory(all_of_them).touchpoints] == ["Q1_A", "Q1_B"]


def test_next_years_survey_with_other_names_and_blanks(tmp_path: Path) -> None:
    headers = ["ID", " Rate_Shop  ", "RATE_counter", "Rate_same ", "rate_ALL   ", "NPS  ", "COM"]
    path = small(tmp_path, headers)
    report = run(path, columns=["Rate_*"], scale="1-5", overall="Rate_all", nps="nps")
    names = [t.name for t in inventory(report).touchpoints]
    assert names == ["Rate_Shop", "RATE_counter", "Rate_same"]


def test_a_description_beside_the_survey_and_options_that_replace_it(tmp_path: Path) -> None:
    path = small(tmp_path)
    (tmp_path / "my-survey.toml").write_text(
        'company = "Bottega"\ncolumns = "R_*"\nscale = "1-5"\nnever_used = 6\n'
        'overall = "R_ALL"\nnames = "names.csv"\n',
        encoding="utf-8",
    )
    write(tmp_path / "names.csv", ["column", "name"], [["r_shop ", "The\nshop"], ["X", "Y"]])
    report = run(path)
    found = inventory(report)
    assert found.company.name == "Bottega"
    assert [t.name for t in found.touchpoints] == ["The shop", "R_COUNTER", "R_SAME"]
    # A column that the names do not hold is told, and nothing is taken for it.
    assert {d.place.column for d in report.surveys[0].doubts} == {"R_COUNTER", "R_SAME"}
    other = run(path, company="Other", columns=["R_SHOP"], out="o2")
    assert inventory(other).company.name == "Other"
    assert len(other.surveys[0].touchpoints) == 1
    described = tmp_path / "d.toml"
    described.write_text('columns = ["R_S*"]\nscale = "1-5"\n[names]\nR_SAME = "Same"\n')
    third = run(path, description=described, out="o3")
    assert {t.name for t in inventory(third).touchpoints} == {"R_SHOP", "Same"}


def test_answers_from_0_to_10_can_be_a_net_promoter_score(tmp_path: Path) -> None:
    values = [10] * 20 + [8] * 10 + [3] * 10
    path = write(tmp_path / "s.csv", ["A"], [[v] for v in values])
    (row,) = inventory(run(path, columns=["A"], scale="nps")).touchpoints
    assert (row.raw["satisfaction"], row.raw["satisfaction_scale"]) == ("25", "nps")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "look like ratings: R_SHOP, R_COUNTER, R_ALL, NPS"),
        ({"columns": ["R_*"]}, "missing: scale"),
        ({"columns": ["R_*"], "scale": "five"}, '"five" is not a scale'),
        ({"columns": ["RR_*"], "scale": "1-5"}, "there is no column"),
        ({"columns": ["R_SHOPS"], "scale": "1-5"}, 'Did you mean "?R_SHOP'),
        ({"columns": ["R_*"], "scale": "1-5", "overall": "R_AL"}, "overall"),
        ({"columns": ["R_ALL"], "scale": "1-5", "overall": "R_ALL"}, "no column of ratings"),
        ({"columns": ["R_*"], "scale": "20-30"}, "is on the scale 20-30"),
        ({"columns": ["R_*"], "scale": "1-5", "importance": {"R_SHOP": "X"}}, "importance"),
        ({"columns": ["R_*"], "scale": "1-5", "names": "no-such.csv"}, "no-such.csv"),
        ({"columns": ["R_*"], "scale": "1-5", "names": "no-such.pdf"}, "no-such.pdf"),
        ({"columns": ["R_*"], "scale": "1-5", "min_sample": 1}, "2 or more"),
    ],
)
def test_what_does_not_fit_is_said_with_a_mend(
    tmp_path: Path, options: dict[str, Any], says: str
) -> None:
    path = small(tmp_path)
    with pytest.raises((CallError, InputError), match=says.replace("(", r"\(")):
        run(path, **options)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("columns = [", "TOML"),
        ('colums = ["R_*"]', "columns"),
        ("columns = [[1]]", "a list of texts or numbers"),
        ("scale = 5", "a text in quotes"),
        ("names = 5", "a table"),
        ("[names]\nA = 5", "a table"),
        ("company = ''", "company"),
    ],
)
def test_a_wrong_description_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = small(tmp_path)
    (tmp_path / "my-survey.toml").write_text(text)
    with pytest.raises(InputError, match=says) as caught:
        run(path)
    assert "my-survey.toml" in str(caught.value)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "s.csv", ["Q1", "q1 "], [[1, 2]])
    with pytest.raises(InputError, match="two columns"):
        run(path, columns=["Q1"], scale="1-5")


def test_a_row_with_too_many_cells_is_left_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [[4] for _ in range(30)]
    path = write(tmp_path / "s.csv", ["A"], [*rows, [5, 5], [4, ""]])
    report = run(path, columns=["A"], scale="1-5")
    adds_up(report.surveys[0])
    assert [s.place.row for s in report.surveys[0].skipped] == [32]
    assert report.surveys[0].touchpoints[0].answers.rated == 31


def test_a_broken_workbook_of_names(tmp_path: Path) -> None:
    (tmp_path / "names.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(InputError, match=r"names\.xlsx"):
        run(small(tmp_path), columns=["R_*"], scale="1-5", names=str(tmp_path / "names.xlsx"))


def test_nothing_is_overwritten_unasked_and_surveys_have_their_own_folders(tmp_path: Path) -> None:
    first = small(tmp_path)
    second = tmp_path / "other" / first.name
    second.parent.mkdir()
    second.write_bytes(first.read_bytes())
    options: dict[str, Any] = {"columns": ["R_*"], "scale": "1-5"}
    report = import_survey([first, second], tmp_path / "out", **options)
    assert [f.name for f in report.folders] == ["my-survey", "my-survey-2"]
    with pytest.raises(CallError, match="already there"):
        import_survey([first], tmp_path / "out", **options)
    import_survey([first], tmp_path / "out", overwrite=True, **options)
    assert (tmp_path / "out" / "my-survey.bak").is_dir()
    with pytest.raises(CallError, match="several"):
        import_survey([first, second], tmp_path / "out", company="X", **options)


# ------------------------------------------------------------------------------------ figures

_RATING = st.integers(1, 5).map(Decimal)


@given(st.lists(st.tuples(_RATING, _RATING), min_size=2, max_size=60))
def test_the_correlation_is_that_of_pandas(pairs: list[tuple[Decimal, Decimal]]) -> None:
    found = spearman(pairs)
    frame = pandas.DataFrame([(float(a), float(b)) for a, b in pairs]).rank()
    reference = frame[0].corr(frame[1])  # Pearson's, of the ranks
    if pandas.isna(reference):
        assert found is None
    else:
        assert found is not None
        assert isclose(found[0], reference, abs_tol=1e-9)
        assert found[1] == len(pairs)


@given(st.lists(_RATING, min_size=2, max_size=60))
def test_mean_and_spread_are_those_of_pandas(ratings: list[Decimal]) -> None:
    found = spread({r: ratings.count(r) for r in ratings})
    series = pandas.Series([float(r) for r in ratings])
    assert found is not None
    assert found.size == len(ratings)
    assert isclose(found.mean, series.mean(), abs_tol=1e-9)
    assert found.deviation is not None
    assert isclose(found.deviation, series.std(), abs_tol=1e-9)


def test_figures_of_nothing() -> None:
    assert spread({}) is None
    assert promoters({}) is None
    assert spearman([]) is None
    one = spread({Decimal(4): 1})
    assert one is not None
    assert one.deviation is None


# --------------------------------------------------------------------------------- real data


def _sfo(shared_data: Path) -> tuple[Path, Path]:
    survey = shared_data / "SFO_customer_survey_2017.csv"
    names = shared_data / "SFO_2018_data_dictionary.xlsx"
    for path in (survey, names):
        if not path.is_file():
            pytest.skip(f"no shared data: {path.name} is not there")
    return survey, names


def test_the_airport(shared_data: Path, tmp_path: Path) -> None:
    path, names = _sfo(shared_data)
    report = import_survey([path], tmp_path / "out", names=str(names), **SFO)
    (survey,) = report.surveys
    adds_up(survey)
    assert (survey.rows_read, survey.rows_used, len(survey.touchpoints)) == (2831, 2831, 14)
    assert all(t.answers.outside == t.answers.no_number == 0 for t in survey.touchpoints)
    assert survey.nps is not None
    assert survey.nps[1].blank == 85
    by_column = {t.column: t for t in survey.touchpoints}
    assert by_column["Q7FOOD"].name == "Restaurants"
    assert [d.place.column for d in survey.doubts] == ["Q7ALL", "Q7WALKWAYS"]
    assert 'no number: 143, such as "Blank"' in str(survey.doubts[0].text)

    # The data's own answer: "concentrate here", cross-hairs at the means of what was written.
    figures = {
        t.name: (Decimal(t.raw["satisfaction"]), Decimal(t.raw["importance"]))
        for t in inventory(report).touchpoints
    }
    satisfaction = sum((s for s, _ in figures.values()), Decimal(0)) / len(figures)
    importance = sum((i for _, i in figures.values()), Decimal(0)) / len(figures)
    concentrate = {n for n, (s, i) in figures.items() if i >= importance and s < satisfaction}
    expected = ("Q7INFODOWN", "Q7INFOUP", "Q7PARK", "Q7LTPARKING", "Q7RENTAL")
    assert concentrate == {by_column[c].name for c in expected}


def test_the_airport_against_pandas(shared_data: Path, tmp_path: Path) -> None:
    path, _ = _sfo(shared_data)
    report = import_survey([path], tmp_path / "out", **SFO)
    frame = pandas.read_csv(path, usecols=lambda c: c.startswith("Q7"))
    frame = frame.apply(pandas.to_numeric, errors="coerce")  # Q7ALL holds a blank
    ratings = frame.where(frame.isin([1, 2, 3, 4, 5]))
    for rated in report.surveys[0].touchpoints:
        series = ratings[rated.column]
        assert rated.answers.rated == series.count()
        assert rated.satisfaction is not None
        assert isclose(rated.satisfaction, series.mean(), abs_tol=1e-9)
        both = ratings[[rated.column, "Q7ALL"]].dropna().rank()
        assert rated.pairs == len(both)
        assert rated.correlation is not None
        assert isclose(rated.correlation, both[rated.column].corr(both["Q7ALL"]), abs_tol=1e-9)


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_survey_in_a_workbook_under_a_title(tmp_path: Path, form: str) -> None:
    rows: list[list[Any]] = [[1 + i % 5, 99 if i % 2 else 3, 1 + i % 5] for i in range(66)]
    lines = [["Airport survey 2018"], [], ["Rate_A  ", "Rate_B", "Rate_ALL"], *rows]
    path = tmp_path / f"next.{form}"
    if form == "xlsx":
        book = Workbook()
        for line in lines:
            book.active.append(line)
        book.save(path)
    else:
        save_ods(path, ods_document({"Data": "".join(map(ods_row, lines))}))
    with pytest.raises(CallError, match="look like ratings: Rate_A, Rate_ALL"):
        run(path)
    report = run(
        path, columns=["rate_*"], scale="1-5", never_used=["99"], overall="Rate_ALL", out="o"
    )
    (survey,) = report.surveys
    adds_up(survey)
    first, second = survey.touchpoints
    assert (survey.rows_read, first.answers.rated, second.answers.never_used) == (66, 66, 33)
    assert first.correlation is not None
