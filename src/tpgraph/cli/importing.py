"""The commands that turn other people's exports into company folders."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.cli.shared import DONE, notice, progress_bar, say
from tpgraph.phrases import Column, Slot, phrase

if TYPE_CHECKING:
    from tpgraph.inventory.ga4 import Question
    from tpgraph.inventory.imports import Doubt, Skipped
    from tpgraph.inventory.survey_answers import Answers, Survey
    from tpgraph.model import Place

_SHOWN = 8  # doubts, or touchpoints of a question, that are named
_SURVEY_KEYS = (
    "company", "columns", "scale", "never_used", "blank", "overall", "nps", "nps_blank", "names",
    "importance", "importance_scale",
)  # fmt: skip


def accounts(arguments: Namespace) -> int:
    """Turns registers of accounts into company folders, one an agency."""
    from tpgraph.inventory.accounts import import_accounts

    with progress_bar(arguments, "accounts") as on_progress:
        report = import_accounts(
            _files(arguments),
            Path(arguments.out),
            agencies=arguments.agency,
            overwrite=arguments.overwrite,
            on_progress=on_progress,
            lang=arguments.lang,
        )
    _say_counts(
        arguments, "import.accounts", report.rows_read, report.rows_used, len(report.skipped)
    )
    for agency, count in sorted(report.written.items()):
        say(f"  {count:>6}  {agency}  → {report.folders[agency]}")
    _say_skipped(arguments, report.skipped)
    for mended in report.mended:
        place = mended.place.text(arguments.lang)
        change = phrase("import.mended", place=place, before=mended.before, after=mended.after)
        notice(arguments, f"  {change.text(arguments.lang)}")
    _say_doubts(arguments, report.doubts)
    return DONE


def ga4(arguments: Namespace) -> int:
    """Turns downloads of Google Analytics 4 into company folders, one a file."""
    from tpgraph.inventory.ga4 import import_ga4
    from tpgraph.inventory.imports import MIN_SAMPLE

    with progress_bar(arguments, "files") as on_progress:
        report = import_ga4(
            _files(arguments),
            Path(arguments.out),
            company=arguments.company,
            by=arguments.by,
            min_sample=MIN_SAMPLE if arguments.min_sample is None else arguments.min_sample,
            overwrite=arguments.overwrite,
            on_progress=on_progress,
            lang=arguments.lang,
        )
    _say_counts(arguments, "import.rows", report.rows_read, report.rows_used, len(report.skipped))
    visits = phrase(
        "import.visits",
        read=report.visits_read,
        written=report.visits_written,
        few=report.visits_too_few,
        least=report.min_sample,
    )
    say(visits.text(arguments.lang))
    for doubt in report.undated:
        severity = phrase("severity.warning")
        warning = phrase("import.warning", severity=severity, text=doubt.text)
        notice(arguments, warning.text(arguments.lang))
    for company, count in report.written.items():
        say(f"  {count:>6}  {company}  → {report.folders[company]}")
    _ask(arguments, report.questions, len(report.written) > 1)
    _say_skipped(arguments, report.skipped)
    _say_doubts(arguments, report.doubts)
    for company, names in report.too_small.items():
        few = phrase("import.too-few", company=company, names=_some(names))
        notice(arguments, f"  {few.text(arguments.lang)}")
    return DONE


def survey(arguments: Namespace) -> int:
    """Turns surveys into company folders, one a file."""
    from tpgraph.inventory.imports import MIN_SAMPLE
    from tpgraph.inventory.survey import import_survey

    with progress_bar(arguments, "surveys") as on_progress:
        report = import_survey(
            _files(arguments),
            Path(arguments.out),
            description=Path(arguments.description) if arguments.description else None,
            min_sample=MIN_SAMPLE if arguments.min_sample is None else arguments.min_sample,
            overwrite=arguments.overwrite,
            on_progress=on_progress,
            lang=arguments.lang,
            **{key: getattr(arguments, key) for key in _SURVEY_KEYS},
        )
    for found, folder in zip(report.surveys, report.folders, strict=True):
        _say_counts(
            arguments, "import.answers", found.rows_read, found.rows_used, len(found.skipped)
        )
        say(f"  {len(found.touchpoints):>6}  {found.company}  → {folder}")
        _say_ratings(arguments, found)
        _say_skipped(arguments, found.skipped)
        for column, reason in found.left_out:
            left_out = phrase("import.left-out", column=column, why=reason)
            notice(arguments, f"  {left_out.text(arguments.lang)}")
        _say_doubts(arguments, found.doubts)
    return DONE


def _say_counts(arguments: Namespace, key: str, read: int, used: int, skipped: int) -> None:
    """What was read is what was used and what was skipped."""
    counts = phrase(key, read=read, used=used, skipped=skipped)
    print(counts.text(arguments.lang))


def _say_ratings(arguments: Namespace, survey: Survey) -> None:
    """Each touchpoint on a line: who rated it and who did not, and what came of it."""
    from tpgraph.inventory.survey import nps_text

    def line(key: str, **slots: Slot) -> None:
        say(f"          {phrase(key, **slots).text(arguments.lang)}")

    for rated in survey.touchpoints:
        result: Slot = phrase("import.too-few-ratings")
        if rated.satisfaction is not None:
            result = phrase("import.satisfaction", mean=rated.satisfaction)
            if rated.importance is not None:
                is_stated = rated.correlation is None
                way = "import.importance-stated" if is_stated else "import.importance-derived"
                result = phrase(way, mean=rated.satisfaction, importance=rated.importance)
        line("import.rating", name=rated.name, counts=_counts(rated.answers), result=result)
    if survey.overall:
        column, answers = survey.overall
        line("import.overall", column=column, counts=_counts(answers))
    if all(rated.importance is None for rated in survey.touchpoints):
        line("import.no-importance")
    if survey.nps:
        line("import.nps", score=nps_text(survey.nps))


def _counts(answers: Answers) -> Slot:
    told = [
        phrase("import.rated", count=answers.rated),
        phrase("import.never", count=answers.never_used),
        phrase("import.blank", count=answers.blank),
    ]
    if answers.outside:
        told.append(phrase("import.outside", count=answers.outside))
    if answers.no_number:
        told.append(phrase("import.no-number", count=answers.no_number))
    return tuple(told)


def _ask(arguments: Namespace, questions: Sequence[Question], with_company: bool) -> None:
    """The questions, each once, with the touchpoints that it is about."""
    if not questions:
        return
    by_channel: dict[tuple[str, str, str], list[str]] = {}
    for q in questions:
        names = [f"{q.company}, {name}" if with_company else name for name in q.touchpoints]
        key = (q.channel, q.column, q.text.text(arguments.lang))
        by_channel.setdefault(key, []).extend(names)
    print(phrase("import.ask", file="touchpoints.csv").text(arguments.lang))
    for (channel, column, text), names in by_channel.items():
        asked = phrase("import.question", channel=channel, column=Column(column), text=text)
        say(f"  {asked.text(arguments.lang)}")
        say(f"          {_some(names)}")


def _say_skipped(arguments: Namespace, skipped: Iterable[Skipped]) -> None:
    reasons: dict[str, list[Place]] = {}
    for each in skipped:
        reasons.setdefault(each.reason.text(arguments.lang), []).append(each.place)
    for reason, places in sorted(reasons.items()):
        told = phrase("import.skipped", count=len(places), why=reason, first=places[0])
        notice(arguments, f"  {told.text(arguments.lang)}")


def _say_doubts(arguments: Namespace, doubts: Sequence[Doubt]) -> None:
    language = arguments.lang
    texts = [(d.text.text(language), d.place.text(language)) for d in doubts]
    counted = Counter(text for text, _ in texts)
    first = dict(reversed(texts))
    for text, count in list(counted.items())[:_SHOWN]:
        times = phrase("import.times", count=count).text(language)
        often = f" ({times})" if count > 1 else ""
        notice(arguments, f"  {first[text]}: {text}{often}")
    if len(counted) > _SHOWN:
        more = phrase("import.more", count=len(counted) - _SHOWN)
        notice(arguments, f"  … {more.text(language)}")


def _some(names: Sequence[str]) -> str:
    return "; ".join(names[:_SHOWN]) + ("; …" if len(names) > _SHOWN else "")


def _files(arguments: Namespace) -> list[Path]:
    return [Path(file) for file in arguments.files]
