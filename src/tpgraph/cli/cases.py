"""Commands for teaching cases: invent one with planted gaps, mark the answers to it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.cli.shared import DONE, day, notice, print_json, progress_bar, say
from tpgraph.errors import CallError, InputError
from tpgraph.phrases import not_written, phrase

if TYPE_CHECKING:
    from tpgraph.teach.case.grade import Grades


def new(arguments: Namespace) -> int:
    """Invents a company with planted gaps and writes the case."""
    from tpgraph.reason.texts import texts_in
    from tpgraph.teach.case.invent import Order, industry_named, size_named
    from tpgraph.teach.case.key import case_code
    from tpgraph.teach.case.records import UNKNOWN_BY
    from tpgraph.teach.case.write import STUDENT, TEACHER, write_case

    if not 0 <= arguments.unknown <= len(UNKNOWN_BY):
        raise CallError(phrase("case.bad-count", most=len(UNKNOWN_BY)))
    order = Order(
        industry=industry_named(arguments.industry),
        size=size_named(arguments.size),
        planted=tuple(dict.fromkeys(p.strip() for p in arguments.plant.split(",") if p.strip())),
        language=arguments.lang,
        seed=arguments.seed,
        as_of=day(arguments),
        unknown_count=arguments.unknown,
    )
    out = Path(arguments.out)
    invented, _ = write_case(order, out)
    if arguments.quiet:
        return DONE
    texts = texts_in(arguments.lang, "case")
    counts = {
        "planted": sum(map(len, invented.expected.values())),
        "follows": len(invented.side_gaps),
        "unknown": len(invented.draft.open),
    }
    say(texts("new.wrote", folder=out, code=case_code(invented), **counts))
    say(texts("new.student", folder=out / STUDENT))
    say(texts("new.teacher", folder=out / TEACHER))
    return DONE


def grade(arguments: Namespace) -> int:
    """Marks what students handed in against a case's key, and writes the workbook of grades."""
    from tpgraph.teach.case import grade as grading
    from tpgraph.teach.case.grades_book import grades_workbook

    out = Path(arguments.out)
    if out.suffix.lower() != ".xlsx":
        raise CallError(phrase("case.out-xlsx", file=str(out)))
    if out.exists() and not arguments.force:
        raise CallError(phrase("case.out-there", file=str(out)))
    if not arguments.time_limit > 0:
        raise CallError(phrase("case.bad-time"))
    key = grading.read_key(Path(arguments.key))
    files = grading.files_of([Path(p) for p in arguments.submissions])
    if out.resolve() in {file.resolve() for file in files}:
        raise CallError(phrase("case.out-is-in", file=str(out)))
    with progress_bar(arguments, "files") as on_progress:
        limit = arguments.time_limit
        grades = grading.grade(key, files, time_limit_s=limit, on_progress=on_progress)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(grades_workbook(grades, arguments.lang))
        if arguments.feedback:
            _write_feedback(grades, Path(arguments.feedback))
    except OSError as error:
        raise InputError(not_written(out, error)) from error
    if arguments.format == "json":
        from tpgraph.teach.case.answer_json import grades_json

        print_json(grades_json(grades, arguments.lang))
    else:
        _print(arguments, grades)
    return DONE


def _write_feedback(grades: Grades, folder: Path) -> None:
    from tpgraph.teach.case.feedback import feedback_page

    folder.mkdir(parents=True, exist_ok=True)
    company = grades.key["company"]["name"]
    for each in grades.marked:
        text = feedback_page(each, company)
        name = each.submission.file.replace("/", " - ")
        (folder / f"{name}.html").write_text(text, encoding="utf-8")


def _print(arguments: Namespace, grades: Grades) -> None:
    import sys

    from tpgraph.reason.texts import texts_in
    from tpgraph.teach.case.feedback import remark
    from tpgraph.views.tables import table

    texts = texts_in(arguments.lang, "case")
    heads = [texts(f"grades.{key}") for key in ("file", "points", "most", "percent", "remark")]
    rows = [
        (
            each.submission.file,
            str(texts.shown(each.points)),
            str(texts.shown(each.most)),
            f"{texts.shown(round(each.share * 100))} %",
            remark(each, arguments.lang),
        )
        for each in grades.marked
    ]
    sys.stdout.write(table(heads, rows, ratios=(2, 0, 0, 0, 3)))
    notice(arguments, texts("grades.wrote", file=arguments.out, count=len(grades.marked)))
    broken = sum(each.submission.trouble is not None for each in grades.marked)
    if broken:
        notice(arguments, texts("grades.broken", count=broken))
