"""Imports a survey of ratings as a company folder: satisfaction and importance of each touchpoint.

Satisfaction is the mean of the ratings on the survey's scale (or the net promoter score, where the
scale is nps); count and standard deviation stand in the notes. Importance is what the survey
states, else it is derived: Spearman's rank correlation of a touchpoint's rating with the overall
rating, over those who gave both. Both feed importance-performance analysis (Martilla & James 1977).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tpgraph.errors import CallError
from tpgraph.inventory.folders import CompanyFolder, unique, write_folders
from tpgraph.inventory.imports import MIN_SAMPLE
from tpgraph.inventory.numbers import canonical
from tpgraph.inventory.ranks import promoters, spread, spread_told
from tpgraph.inventory.survey_answers import Answers, Rated, Survey, read_survey
from tpgraph.inventory.survey_description import Description, describe
from tpgraph.phrases import Phrase, phrase

COLUMNS = (
    "name", "satisfaction", "satisfaction_scale", "importance", "importance_scale", "notes"
)  # fmt: skip
DERIVED_SCALE = "1-5"


class SurveyReport(NamedTuple):
    """What an import of surveys read and wrote.

    In each survey ``rows_read`` is ``rows_used`` and ``len(skipped)`` together, and the counts of
    each column's answers add up to ``rows_used``.
    """

    surveys: tuple[Survey, ...]
    folders: tuple[Path, ...]
    min_sample: int


def import_survey(
    files: Sequence[Path],
    out: Path,
    *,
    description: Path | None = None,
    min_sample: int = MIN_SAMPLE,
    overwrite: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
    lang: str = "en",
    **options: Any,
) -> SurveyReport:
    """Turn surveys (a respondent a row) into company folders under ``out``, one a file.

    Parameters
    ----------
    description
        A TOML file that says what the columns mean; by default the one beside each survey.
    min_sample
        A touchpoint with fewer ratings is listed, and its figures stand in its notes only.
    overwrite
        Whether a folder that is there is replaced; the old one is kept beside it as ``.bak``.
    lang
        The language of the comments and notes that are written.
    options
        Keys of the description (:mod:`tpgraph.inventory.survey_description`) that replace those of
        the file: ``columns``, ``scale``, ``never_used``, ``blank``, ``overall``, ``nps``...

    Raises InputError where a file cannot be read, CallError where the description does not fit the
    survey, or where a folder is there and ``overwrite`` is false.
    """
    if options.get("company") and len(files) > 1:
        raise CallError(phrase("call.one-name"))
    if min_sample < 2:
        raise CallError(phrase("call.small-sample", count=min_sample, least=2))
    surveys: list[Survey] = []
    folders: dict[str, CompanyFolder] = {}
    taken: set[str] = set()
    for done, file in enumerate(map(Path, files), start=1):
        told = describe(file, description, **options)
        survey = read_survey(file, told, min_sample=min_sample)
        survey = survey._replace(company=unique(survey.company, taken))
        surveys.append(survey)
        folders[str(done)] = _folder(survey, told, min_sample, lang)
        if on_progress:
            on_progress(done, len(files))
    places = write_folders(folders, Path(out), default="company", overwrite=overwrite)
    return SurveyReport(tuple(surveys), tuple(places.values()), min_sample)


# --------------------------------------------------------------------------------- the folder


def _folder(survey: Survey, told: Description, min_sample: int, lang: str) -> CompanyFolder:
    comments = [
        phrase("written.survey.made", file=survey.file, count=survey.rows_used),
        phrase("written.survey.nps")
        if told.scale.is_nps
        else phrase("written.survey.mean", scale=told.scale.name),
        phrase("written.survey.small", least=min_sample),
        phrase("written.survey.open"),
    ]
    if survey.overall:
        column, answers = survey.overall
        found = spread(answers.ratings)
        if found:
            overall = phrase("written.survey.overall", column=column, spread=spread_told(found))
            comments.append(overall)
    if survey.nps:
        comments.append(phrase("written.survey.company-nps", score=nps_text(survey.nps)))
    return CompanyFolder(
        name=survey.company,
        comments=[comment.text(lang) for comment in comments],
        keys={},
        columns=COLUMNS,
        rows=[_cells(rated, survey, told, min_sample, lang) for rated in survey.touchpoints],
    )


def _cells(
    rated: Rated, survey: Survey, told: Description, min_sample: int, lang: str
) -> list[str]:
    derived = rated.correlation is not None
    scale = DERIVED_SCALE if derived else (told.importance_scale or told.scale).name
    return [
        rated.name,
        _number(rated.satisfaction),
        told.scale.name if rated.satisfaction is not None else "",
        _number(rated.importance),
        scale if rated.importance is not None else "",
        " ".join(note.text(lang) for note in _notes(rated, survey, min_sample)),
    ]


def _notes(rated: Rated, survey: Survey, min_sample: int) -> list[Phrase]:
    answers = rated.answers
    counts = [phrase("written.survey.rated", count=answers.rated, total=answers.total)]
    for count, key in (
        (answers.never_used, "written.survey.never"),
        (answers.blank, "written.survey.blank"),
        (answers.outside, "written.survey.outside"),
        (answers.no_number, "written.survey.no-number"),
    ):
        if count:
            counts.append(phrase(key, count=count))
    place = {"file": survey.file, "column": rated.column}
    notes = [phrase("written.survey.counts", **place, counts=tuple(counts))]
    if rated.is_small:
        notes.append(phrase("written.survey.too-small", least=min_sample))
    if rated.spread:
        notes.append(phrase("written.survey.ratings", spread=spread_told(rated.spread)))
    return [*notes, rated.how] if rated.how else notes


def nps_text(told: tuple[str, Answers]) -> Phrase:
    """The net promoter score of a column in words, with how many answered and did not."""
    column, answers = told
    score = promoters(answers.ratings)
    if score is None:
        return phrase("import.nps-nobody", column=column)
    count, total = answers.rated, answers.total
    return phrase("import.nps-score", score=score, column=column, count=count, total=total)


def _number(value: float | None) -> str:
    return "" if value is None else canonical(round(Decimal(value), 4))
