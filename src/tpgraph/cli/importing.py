"""The commands that turn other people's exports into company folders."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.cli.shared import DONE, notice, progress_bar, say

if TYPE_CHECKING:
    from tpgraph.inventory.ga4 import Question
    from tpgraph.inventory.imports import Doubt, Skipped
    from tpgraph.inventory.survey_answers import Answers, Survey

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
        )
    print(
        f"{report.rows_read} accounts read: {report.rows_used} used, {len(report.skipped)} skipped."
    )
    for agency, count in sorted(report.written.items()):
        say(f"  {count:>6}  {agency}  → {report.folders[agency]}")
    _say_skipped(arguments, report.skipped)
    for mended in report.mended:
        notice(arguments, f"  mended {mended.place}: {mended.before} → {mended.after}")
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
        )
    print(f"{report.rows_read} rows read: {report.rows_used} used, {len(report.skipped)} skipped.")
    print(
        f"{report.visits_read} sessions in them: {report.visits_written} written as contacts, "
        f"{report.visits_too_few} in notes only (fewer than {report.min_sample} a touchpoint)."
    )
    for company, count in report.written.items():
        say(f"  {count:>6}  {company}  → {report.folders[company]}")
    _ask(report.questions, len(report.written) > 1)
    _say_skipped(arguments, report.skipped)
    _say_doubts(arguments, report.doubts)
    for company, names in report.too_small.items():
        notice(arguments, f"  too few to judge, {company}: {_some(names)}")
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
            **{key: getattr(arguments, key) for key in _SURVEY_KEYS},
        )
    for found, folder in zip(report.surveys, report.folders, strict=True):
        print(
            f"{found.rows_read} respondents read: {found.rows_used} used, "
            f"{len(found.skipped)} skipped."
        )
        say(f"  {len(found.touchpoints):>6}  {found.company}  → {folder}")
        _say_ratings(found)
        _say_skipped(arguments, found.skipped)
        for column, reason in found.left_out:
            notice(arguments, f"  left out column {column}: {reason}")
        _say_doubts(arguments, found.doubts)
    return DONE


def _say_ratings(survey: Survey) -> None:
    """Each touchpoint on a line: who rated it and who did not, and what came of it."""
    from tpgraph.inventory.survey import nps_text

    for rated in survey.touchpoints:
        if rated.is_small:
            result = "too few to judge"
        else:
            result = f"satisfaction {rated.satisfaction:.2f}"
            if rated.importance is not None:
                way = "stated" if rated.correlation is None else "derived"
                result += f", importance {rated.importance:.2f} ({way})"
        say(f"          {rated.name}: {_counts(rated.answers)}; {result}")
    if survey.overall:
        column, answers = survey.overall
        say(f"          overall rating, no touchpoint: {column}: {_counts(answers)}")
    if all(rated.importance is None for rated in survey.touchpoints):
        print("          importance stays unknown: name --overall to derive it, or --importance")
    if survey.nps:
        say(f"          net promoter score of the company: {nps_text(survey.nps)}")


def _counts(answers: Answers) -> str:
    parts = [f"{answers.rated} rated", f"{answers.never_used} never used", f"{answers.blank} blank"]
    parts += [f"{answers.outside} outside the scale"] if answers.outside else []
    parts += [f"{answers.no_number} no number"] if answers.no_number else []
    return ", ".join(parts)


def _ask(questions: Sequence[Question], with_company: bool) -> None:
    """The questions, each once, with the touchpoints that it is about."""
    if not questions:
        return
    by_channel: dict[tuple[str, str, str], list[str]] = {}
    for q in questions:
        names = [f"{q.company}, {name}" if with_company else name for name in q.touchpoints]
        by_channel.setdefault((q.channel, q.column, q.text), []).extend(names)
    print("To answer in touchpoints.csv (left blank or unknown until then):")
    for (channel, column, text), names in by_channel.items():
        say(f"  {channel}, column {column}: {text}")
        say(f"          {_some(names)}")


def _say_skipped(arguments: Namespace, skipped: Iterable[Skipped]) -> None:
    reasons: dict[str, list[str]] = {}
    for each in skipped:
        reasons.setdefault(each.reason, []).append(str(each.place))
    for reason, places in sorted(reasons.items()):
        first = f" (first: {places[0]})"
        notice(arguments, f"  skipped {len(places)}: {reason}{first}")


def _say_doubts(arguments: Namespace, doubts: Sequence[Doubt]) -> None:
    counted = Counter(d.text for d in doubts)
    first = {d.text: d.place for d in reversed(doubts)}
    for text, count in list(counted.items())[:_SHOWN]:
        often = f" ({count} times)" if count > 1 else ""
        notice(arguments, f"  {first[text]}: {text}{often}")
    if len(counted) > _SHOWN:
        notice(arguments, f"  … and {len(counted) - _SHOWN} more like these")


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _SHOWN
    return "; ".join(names[:_SHOWN]) + (f"; … and {rest} more" if rest > 0 else "")


def _files(arguments: Namespace) -> list[Path]:
    return [Path(file) for file in arguments.files]
