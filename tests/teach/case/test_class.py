"""A class of students with known answers: each gets the marks that were worked out by hand.

The case has six planted gaps (2 points each), one that follows (1) and three unknowns (1 each):
16 points. Of each submission the points are written beside it, with the sum where it is one.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from tests.conftest import ROOT
from tests.teach.case.conftest import Case, fill_in
from tpgraph import cli
from tpgraph.phrases import Phrase
from tpgraph.teach.case.answers import Reader
from tpgraph.teach.case.grade import Grades, files_of, grade, read_key
from tpgraph.teach.case.marking import Marked

MOST = 16.0
WORDS = {
    "en": ("Status", "Heading", "Concerns", "gap", "unknown"),
    "it": ("Stato", "Punto", "Riguarda", "lacuna", "non noto"),
    "fa": ("وضعیت", "سرفصل", "دربارهٔ", "کاستی", "نامعلوم"),
    "ru": ("Статус", "Пункт", "Касается", "пробел", "неизвестно"),
}


class Work(NamedTuple):
    """What somebody hands in: how it is made, its points, and what the remark must say."""

    name: str
    make: Callable[[Case, Path], Any]
    points: float
    most: float = MOST
    trouble: str | None = None  # the code of what is said where it cannot be marked


def answers(case: Case, language: str = "en", *, status: str | None = None) -> list[list[str]]:
    """The right answers, in the words of a language."""
    gap, unknown = WORDS[language][3:]
    titles = {rule["name"]: rule["titles"][language] for rule in case.key["rules"]}
    return [
        [status or (gap if i["status"] == "gap" else unknown), titles[i["rule"]],
         i["labels"][language], "because"]
        for i in (*case.items("gap"), *case.items("unknown"))
    ]  # fmt: skip


def with_rows(change: Callable[[Case, list[list[str]]], Sequence[Sequence[str]]]) -> Any:
    def make(case: Case, path: Path) -> None:
        fill_in(case, path, change(case, answers(case)), student="Ada Lovelace")

    return make


def title(case: Case, rule: str) -> str:
    return str(next(r["titles"]["en"] for r in case.key["rules"] if r["name"] == rule))


def in_words_of(language: str) -> Any:
    """A workbook in another language: headings, statuses, titles and terms are of it."""

    def make(case: Case, path: Path) -> None:
        from openpyxl import Workbook

        book = Workbook()
        sheet = book.active
        sheet.append([case.key["code"]])
        sheet.append(WORDS[language][:3])
        for row in answers(case, language):
            sheet.append(row)
        book.save(path)

    return make


def everything_is_a_gap(case: Case, _: list[list[str]]) -> list[list[str]]:
    return [["gap", title(case, i["rule"]), i["labels"]["en"], ""] for i in case.key["items"]]


def sound_ones(case: Case, rule: str, count: int, status: str) -> list[list[str]]:
    items = [i for i in case.items("ok") if i["rule"] == rule]
    return [[status, title(case, rule), i["labels"]["en"], ""] for i in items[:count]]


def misspelt(text: str) -> str:
    """With one letter in the middle changed."""
    at = len(text) // 2
    return text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]


def misspell(case: Case, rows: list[list[str]]) -> list[list[str]]:
    return [[s, r, misspelt(c), w] for s, r, c, w in rows]


def other_words(case: Case, rows: list[list[str]]) -> list[list[str]]:
    """One planted gap's touchpoint under a name that nobody gave it."""
    return [[s, r, "Prospectus", w] if c == "Brochure" else [s, r, c, w] for s, r, c, w in rows]


def contradict(case: Case, rows: list[list[str]]) -> list[list[str]]:
    own = next(row for row in rows if row[2] == "Brochure")
    return [*rows, ["in order", *own[1:]]]


def calling(status: str, what: str) -> Any:
    """The right answers, but those of one status called another."""
    return with_rows(lambda case, rows: [[status if s == what else s, *rest] for s, *rest in rows])


def injected(case: Case, path: Path) -> None:
    rows = [[s, r, c, '=HYPERLINK("http://evil.example","x")'] for s, r, c, _ in answers(case)]
    rows.append(["gap", "=1+1", "@SUM(A1)", "+cmd"])
    fill_in(case, path, rows, student="=cmd|' /C calc'!A0")


def renamed(case: Case, path: Path) -> None:
    headings = {1: "Verdict", 2: "Topic", 3: "Where", 4: "Comment"}
    fill_in(case, path, answers(case), headings=headings)


def reordered(case: Case, path: Path) -> None:
    rows = [[w, c, r, s] for s, r, c, w in answers(case)]
    headings = {1: "Why", 2: "Concerns", 3: "Heading", 4: "Status"}
    fill_in(case, path, rows, headings=headings)


def other_case(case: Case, path: Path) -> None:
    from openpyxl import load_workbook

    fill_in(case, path, answers(case))
    book = load_workbook(path)
    book.worksheets[0].cell(2, 2).value = "TP-00000000"
    book.save(path)


def table(case: Case, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["status", "rule", "concern"])
        for item in (*case.items("gap"), *case.items("unknown")):
            writer.writerow([item["status"], item["rule"], item["concern"]])


def text(content: str | bytes) -> Any:
    def make(case: Case, path: Path) -> None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return make


def bomb(case: Case, path: Path) -> None:
    """A small file that would be 30 MB unpacked, with which the tests' limit is passed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(case.folder / "student" / "workbook.xlsx") as own:
            for name in own.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    archive.writestr(name, own.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b"<worksheet><sheetData>")
            for _ in range(30):
                sheet.write(b" " * 1_000_000)


RIGHT_QUERY = """\
# rule: unowned-touchpoint
# Nobody is stated to be responsible.
SELECT ?concern WHERE { ?concern tpg:statedNone tpg:ownerColumn }
"""
ALL_IN_ONE = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concern ?rule ?status WHERE {
  { ?concern tpg:statedNone tpg:ownerColumn . BIND ("unowned-touchpoint" AS ?rule)
    BIND ("gap" AS ?status) }
  UNION
  { ?concern skos:inScheme tpg:purchaseStages . ?company tpg:complete tpg:stagesColumn
    FILTER NOT EXISTS { ?touchpoint tpg:stage ?concern }
    BIND ("stage-uncovered" AS ?rule) BIND (tpg:gap AS ?status) }
  UNION
  { ?concern a tpg:Touchpoint FILTER NOT EXISTS { ?concern tpg:plan ?plan }
    BIND ("unplanned-touchpoint" AS ?rule) BIND ("unknown" AS ?status) }
}
"""
CLASS = (
    Work("perfect.xlsx", with_rows(lambda case, rows: rows), 16),
    Work("untouched.xlsx", with_rows(lambda case, rows: []), 0, trouble="case.nothing-answered"),
    Work("nothing.xlsx", text(""), 0, trouble="case.empty-file"),
    Work("essay.docx", text(b"PK\x03\x04essay"), 0, trouble="case.form"),
    Work("renamed.txt.xlsx", text("I found nothing."), 0, trouble="wrong-format"),
    Work("locked.xlsx", text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), 0,
         trouble="old-office"),
    Work("torn.xlsx", text(b"PK\x03\x04" + bytes(300)), 0, trouble="damaged-file"),
    # Three of the planted gaps: 3 * 2.
    Work("three.xlsx", with_rows(lambda case, rows: [
        r for r in rows if r[2] in ("Brochure", "Special offer", "Need recognition")]), 6),
    # All planted gaps, but neither what follows nor what is unknown: 6 * 2.
    Work("planted_only.xlsx", with_rows(lambda case, rows: [
        r for r in rows if r[0] == "gap" and r[2] != "Post-purchase"]), 12),
    # 13 for the gaps, -1.5 for the unknowns, and a point off for each of 63 that are in order.
    Work("guesser.xlsx", with_rows(everything_is_a_gap), 0),
    # 16 - 3
    Work("three_alarms.xlsx", with_rows(
        lambda case, rows: [*rows, *sound_ones(case, "too-costly", 3, "gap")]), 13),
    # 16 - 2 * 0.5
    Work("two_doubts.xlsx", with_rows(
        lambda case, rows: [*rows, *sound_ones(case, "too-costly", 2, "unknown")]), 15),
    Work("says_ok_too.xlsx", with_rows(
        lambda case, rows: [*rows, *sound_ones(case, "too-costly", 4, "in order")]), 16),
    # Seven gaps at a half each, three unknowns: 3.5 + 3.
    Work("doubter.xlsx", calling("unknown", "gap"), 6.5),
    # 13 - 3 * 0.5
    Work("too_sure.xlsx", calling("gap", "unknown"), 11.5),
    Work("all_is_well.xlsx", calling("in order", "gap"), 3),
    Work("italian.xlsx", in_words_of("it"), 16),
    Work("persian.xlsx", in_words_of("fa"), 16),
    Work("russian.xlsx", in_words_of("ru"), 16),
    Work("renamed_columns.xlsx", renamed, 16),
    Work("one_renamed.xlsx", lambda case, path: fill_in(
        case, path, answers(case), headings={1: "Verdict"}), 16),
    Work("reordered.xlsx", reordered, 16),
    Work("slips.xlsx", with_rows(misspell), 16),
    # A gap of two points is not understood.
    Work("other_words.xlsx", with_rows(other_words), 14),
    Work("twice.xlsx", with_rows(lambda case, rows: [*rows, *rows]), 16),
    # Two points for the brochure are not given.
    Work("contradictory.xlsx", with_rows(contradict), 14),
    # A gap where the heading says nothing of such a touchpoint: 16 - 0.5.
    Work("beside.xlsx", with_rows(
        lambda case, rows: [*rows, ["gap", title(case, "service-risk"), "Brochure", ""]]), 15.5),
    Work("not_asked.xlsx", with_rows(
        lambda case, rows: [*rows, ["gap", "goal-unserved", "Brand awareness", ""]]), 16),
    Work("injected.xlsx", injected, 16),
    Work("other_case.xlsx", other_case, 0, trouble="case.other"),
    Work("bomb.xlsx", bomb, 0, trouble="over-limit"),
    Work("huge.csv", text("status,rule,concern\n" + "x" * 5_100_000), 0, trouble="case.too-large"),
    Work("long.csv", text("status,rule,concern\n" + "gap,too-costly,Till\n" * 3000), 0,
         trouble="case.too-many"),
    Work("binary.csv", text(bytes(range(256)) * 9), 0, trouble="nul-byte"),
    Work("table.csv", table, 16),
    # One heading: two planted gaps.
    Work("right.rq", text(RIGHT_QUERY), 4, 4),
    # Of all: two gaps without owner, one stage, one unknown plan: 4 + 2 + 1.
    Work("all_in_one.rq", text(ALL_IN_ONE), 7),
    # Every touchpoint: 4 - 9 * 1, and what is not asked of costs a half.
    Work("wrong.rq", text("# rule: unowned-touchpoint\nSELECT ?t { ?t a tpg:Touchpoint }"), 0, 4),
    Work("endless.rq", text("# rule: unowned-touchpoint\nSELECT ?a { ?a ?b ?c . ?d ?e ?f . "
                            "?g ?h ?i . ?j ?k ?l } ORDER BY ?l"), 0, trouble="case.endless"),
    Work("syntax.rq", text("# rule: too-costly\nSELECT { oops"), 0, trouble="query.not-understood"),
    Work("service.rq", text("SELECT ?concern { SERVICE <http://localhost:1/> { ?concern ?p ?o } }"),
         0, trouble="query.no-service"),
    Work("ask.rq", text("# rule: too-costly\nASK { ?a ?b ?c }"), 0, trouble="case.no-select"),
    Work("whose.rq", text("SELECT ?concern { ?concern a tpg:Touchpoint }"), 0,
         trouble="case.which-rule"),
)  # fmt: skip


@pytest.fixture(scope="session")
def folder(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    for work in CLASS:
        work.make(case, folder / work.name)
    return folder


@pytest.fixture(scope="session")
def grades(case: Case, folder: Path) -> Grades:
    key = read_key(case.folder / "teacher" / "key.json")
    with pytest.MonkeyPatch.context() as limits:
        limits.setenv("TPGRAPH_MAX_UNPACKED_MB", "20")
        return grade(key, files_of([folder]), time_limit_s=1)


def of(grades: Grades, name: str) -> Marked:
    [found] = [m for m in grades.marked if m.submission.file == name]
    return found


def test_the_case_is_the_one_that_the_marks_were_worked_out_for(case: Case) -> None:
    origins = [item["origin"] for item in case.key["items"]]
    assert origins.count("planted") == 6
    assert origins.count("follows") == 1
    assert origins.count("unknown") == 3
    assert origins.count("sound") == 63
    assert len(CLASS) > 40


@pytest.mark.parametrize("work", CLASS, ids=lambda work: work.name)
def test_everybody_gets_the_marks_they_deserve(work: Work, grades: Grades) -> None:
    marked = of(grades, work.name)
    trouble = marked.submission.trouble
    assert _code(trouble) == work.trouble
    assert marked.points == pytest.approx(work.points)
    assert marked.most == pytest.approx(work.most)


def _code(trouble: Phrase | None) -> str | None:
    """The code of what is said: of what a reader of inventories found, where it is that."""
    if trouble is None or not isinstance(why := trouble.slots.get("why"), Phrase):
        return trouble.key if trouble else None
    return why.key


def test_a_key_may_be_worth_other_points(case: Case, folder: Path) -> None:
    key = read_key(case.folder / "teacher" / "key.json")
    key["marking"] |= {"gap": 5, "false_gap": -2, "least": -10}
    names = ("perfect.xlsx", "three_alarms.xlsx", "guesser.xlsx")
    points = [m.points for m in grade(key, [folder / name for name in names]).marked]
    # 6 * 5 + 1 + 3; three alarms at 2 each; the guesser falls to the least.
    assert points == [34, 28, -10]


def test_feedback_is_in_the_students_language_and_says_why(grades: Grades, case: Case) -> None:
    from tpgraph.teach.case.feedback import feedback_page

    languages = {name: of(grades, f"{name}.xlsx").submission.language for name in
                 ("italian", "persian", "russian", "perfect")}  # fmt: skip
    assert languages == {"italian": "it", "persian": "fa", "russian": "ru", "perfect": "en"}
    page = feedback_page(of(grades, "persian.xlsx"), "X")
    assert 'lang="fa" dir="rtl"' in page
    gap = case.item("inconsistent-touchpoint", "Brochure")
    assert gap["messages"]["fa"] in page.replace("&quot;", '"')
    assert "Ada Lovelace" in feedback_page(of(grades, "three.xlsx"), "X")


def test_questions_say_how_hard_they_were(grades: Grades) -> None:
    by_label = {q.item["labels"]["en"]: q for q in grades.questions if q.item["status"] == "gap"}
    brochure = by_label["Brochure"]
    # Marked are all that could be read and speak of it: not the two queries of one heading.
    readable = [w for w in CLASS if w.trouble is None and w.name not in ("right.rq", "wrong.rq")]
    assert brochure.asked == len(readable)
    wrong = {"doubter.xlsx", "all_is_well.xlsx", "other_words.xlsx", "contradictory.xlsx",
             "all_in_one.rq"}  # fmt: skip
    assert brochure.right == len(readable) - len(wrong)
    assert brochure.difficulty == pytest.approx(len(wrong) / len(readable))


@pytest.mark.parametrize("language", ["en", "ro", "ru", "fa", "it"])
def test_the_grades_are_a_workbook_without_formulas(
    grades: Grades, language: str, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    from tpgraph.teach.case.grades_book import grades_workbook

    # One who guesses everything is told as much as all others together.
    marked = [m for m in grades.marked if m.submission.file != "guesser.xlsx"]
    some = marked if language == "en" else [m for m in marked if len(m.marks) < 12][::3]
    if language != "en":
        some.append(of(grades, "injected.xlsx"))
    path = tmp_path / "grades.xlsx"
    path.write_bytes(grades_workbook(replace(grades, marked=tuple(some)), language))
    book = load_workbook(path)
    assert len(book.worksheets) == 3
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert any(str(cell.value).startswith("=cmd|") for cell in cells)
    assert [len(sheet._charts) for sheet in book] == [1, 1, 0]
    told = " ".join(str(cell.value) for cell in cells if cell.value is not None)
    assert "{" not in told.replace('{"', "")
    # Each of the class has a row, in the order of the files.
    names = [book.worksheets[0].cell(row, 1).value for row in range(4, 4 + len(some))]
    assert names == [m.submission.file for m in some]


def test_the_command_marks_a_folder(
    case: Case, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, out = str(case.folder / "teacher" / "key.json"), tmp_path / "grades.xlsx"
    some = [str(folder / name) for name in ("perfect.xlsx", "locked.xlsx", "right.rq")]
    call = ["case", "grade", key, *some, "--out", str(out), "--feedback", str(tmp_path / "told")]
    assert cli.run([*call, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "src/tpgraph/schemas/grades.json").read_text(encoding="utf-8"))
    jsonschema.validate(answer, schema)
    assert [each["points"] for each in answer["grades"]] == [16, 0, 4]
    assert out.is_file()
    assert len(list((tmp_path / "told").iterdir())) == 3
    # A second time nothing is overwritten unless asked for.
    assert cli.run(call) == 2
    assert cli.run([*call, "--force", "--lang", "ro"]) == 0
    assert "notate" in capsys.readouterr().err


def test_files_of_one_name_are_told_apart(case: Case, folder: Path, tmp_path: Path) -> None:
    for group in ("monday", "friday"):
        (tmp_path / group).mkdir()
        (tmp_path / group / "me.csv").write_bytes((folder / "table.csv").read_bytes())
    key = read_key(case.folder / "teacher" / "key.json")
    marked = grade(key, files_of([tmp_path / "monday", tmp_path / "friday"])).marked
    assert [m.submission.file for m in marked] == ["monday/me.csv", "friday/me.csv"]
    assert [m.points for m in marked] == [16, 16]


def test_a_key_that_is_none_is_refused(
    case: Case, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = case.folder / "teacher" / "key.json"
    bad = json.loads(own.read_text(encoding="utf-8")) | {"marking": {"gap": "lots"}}
    (tmp_path / "bad.json").write_text(json.dumps(bad))
    (tmp_path / "list.json").write_text("[]")
    out = str(tmp_path / "g.xlsx")
    for name in ("bad.json", "list.json", "missing.json"):
        call = ["case", "grade", str(tmp_path / name), str(folder / "perfect.xlsx"), "--out", out]
        assert cli.run(call) == 2
        assert name in capsys.readouterr().err


def test_unknown_may_be_said_as_the_cells_of_an_inventory_say_it(case: Case) -> None:
    reader = Reader(case.key)
    assert [reader.status(word) for word in ("sconosciuto", "non noto", "نامعلوم", "unknwon")] == [
        "unknown"
    ] * 4
    assert reader.status("perhaps") is None
