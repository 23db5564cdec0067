"""Reads the answers of a survey: how each touchpoint was rated, and how important it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from tpgraph.errors import CallError
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.columns import Range
from tpgraph.inventory.folders import company_of, unique
from tpgraph.inventory.imports import (
    MIN_SAMPLE,
    TOO_LONG,
    Doubt,
    Skipped,
    encoding_doubts,
    read_table,
)
from tpgraph.inventory.messages import did_you_mean, input_error, listed, shown
from tpgraph.inventory.numbers import Reading, read_number
from tpgraph.inventory.ranks import Spread, promoters, spearman, spread, spread_told
from tpgraph.inventory.recognise import closest
from tpgraph.inventory.survey_description import ZERO_TO_TEN, Description, code, folded
from tpgraph.inventory.table import Table
from tpgraph.model import Place
from tpgraph.phrases import Decimals, Phrase, Slot, phrase

NO_RATINGS = phrase("survey.no-ratings")
_LISTED = 12  # columns that a message names


class Answers(NamedTuple):
    """What a column holds, answer by answer: ``total`` is the sum of the other counts.

    ``ratings`` says how often each rating was given.
    """

    ratings: Mapping[Decimal, int]
    never_used: int
    blank: int
    outside: int
    no_number: int

    @property
    def rated(self) -> int:
        """Those who gave a rating."""
        return sum(self.ratings.values())

    @property
    def total(self) -> int:
        """All respondents."""
        return self.rated + self.never_used + self.blank + self.outside + self.no_number


class Rated(NamedTuple):
    """A touchpoint of a survey.

    ``satisfaction`` is on the survey's scale; ``importance`` is on the scale of 1 to 5 where it is
    derived (``correlation`` over ``pairs``), else on that of the survey. None where nothing, or
    too little, is known; what is known of too small a sample stands in the notes.
    """

    name: str
    column: str
    answers: Answers
    spread: Spread | None
    satisfaction: float | None
    importance: float | None
    how: Phrase | None
    correlation: float | None = None
    pairs: int = 0
    is_small: bool = False


class Survey(NamedTuple):
    """A survey, read: the respondents (rows), the rows left out, and what they said of each."""

    company: str
    file: str
    rows_read: int
    rows_used: int
    skipped: tuple[Skipped, ...]
    touchpoints: tuple[Rated, ...]
    overall: tuple[str, Answers] | None
    nps: tuple[str, Answers] | None
    left_out: tuple[tuple[str, Phrase], ...]
    doubts: tuple[Doubt, ...]


def read_survey(path: Path, told: Description, *, min_sample: int = MIN_SAMPLE) -> Survey:
    """What respondents say of each touchpoint.

    Raises InputError where the file cannot be read or holds no rating, CallError where the
    description names a column that is not there.
    """
    return _Reader(path, told, min_sample).read()


class _Reader:
    def __init__(self, path: Path, told: Description, min_sample: int) -> None:
        self._path, self._told, self._min_sample = path, told, min_sample
        self._table: Table = read_table(path)
        self._doubts = encoding_doubts(self._table.problems)
        self._at: dict[str, int] = {}
        self._headers: dict[str, str] = {}
        self._twice: set[str] = set()
        for i, header in enumerate(self._table.headers):
            name = folded(header)
            if name in self._at:
                self._twice.add(name)
            elif name:
                self._at[name] = i
                self._headers[name] = one_line(clean(header).text)

    def read(self) -> Survey:
        told = self._told
        for key, column in (("overall", told.overall), ("nps", told.nps)):
            if column is not None:
                self._require(column, key)
        ratings = self._ratings()
        rows, skipped = self._rows()
        overall = self._column(rows, told.overall) if told.overall else None
        touchpoints: list[Rated] = []
        left_out: list[tuple[str, Phrase]] = []
        taken: set[str] = set()
        for column, middle in ratings:
            values, answers = self._column(rows, column)
            if not answers.rated:
                left_out.append((self._headers[column], NO_RATINGS))
                continue
            name = unique(self._name(column), taken)
            found = self._rated(name, column, values, answers)
            partner = self._partner(column, middle)
            if partner is not None:
                found = self._stated(found, rows, partner)
            elif overall is not None:
                found = self._derived(found, values, overall[0])
            touchpoints.append(found)
        if not touchpoints:
            columns = self._list(c for c, _ in ratings)
            place = Place(str(self._path))
            raise input_error("no-rating", place, columns=columns, scale=told.scale.name)
        nps = None
        if told.nps:
            _, answers = self._column(rows, told.nps, ZERO_TO_TEN, frozenset(), told.nps_blank)
            nps = (self._headers[told.nps], answers)
        return Survey(
            company=told.company or company_of(self._path),
            file=self._table.file,
            rows_read=len(self._table.rows),
            rows_used=len(rows),
            skipped=tuple(skipped),
            touchpoints=tuple(touchpoints),
            overall=(self._headers[told.overall], overall[1]) if told.overall and overall else None,
            nps=nps,
            left_out=tuple(left_out),
            doubts=tuple(self._doubts),
        )

    # ------------------------------------------------------------------------------- columns

    def _ratings(self) -> list[tuple[str, str | None]]:
        """The columns that are ratings, and what stands for the ``*`` of their pattern."""
        apart = {self._told.overall, self._told.nps, *self._told.importance.values()}
        found: dict[str, str | None] = {}
        for pattern in self._told.columns:
            columns = [name for name in self._at if fnmatchcase(name, pattern)]
            if not columns:
                self._require(pattern, "columns")
            for name in columns:
                if name not in apart:
                    found.setdefault(name, _middle(pattern, name))
        stated = {self._partner(c, m) for c, m in found.items()} - {None}
        # A pattern such as * takes the columns of importance as well: they are no touchpoints.
        found = {c: m for c, m in found.items() if c not in stated}
        for name in found:
            self._require_once(name)
        if not found:
            named = listed(list(self._told.columns))
            raise CallError(phrase("call.no-ratings", path=str(self._path), columns=named))
        return list(found.items())

    def _require(self, column: str, key: str) -> None:
        if column not in self._at:
            near = closest(column.strip("*?"), self._headers.values(), 3)
            mend = did_you_mean(near) if near else phrase("mend.has", names=self._list(self._at))
            place = Place(str(self._path), self._table.sheet, self._table.header_row)
            raise CallError(
                phrase(
                    "call.no-survey-column", where=place, column=shown(column), key=key, mend=mend
                )
            )
        self._require_once(column)

    def _require_once(self, column: str) -> None:
        if column in self._twice:
            place = Place(str(self._path), self._table.sheet, self._table.header_row)
            raise input_error("twice-a-column", place, name=shown(self._headers[column]))

    def _list(self, columns: Iterable[str]) -> Slot:
        names = [self._headers[c] for c in columns]
        return (*names[:_LISTED], "…") if len(names) > _LISTED else tuple(names)

    def _name(self, column: str) -> str:
        """The touchpoint's name: the dictionary's, else that of the column."""
        name = self._told.names.get(column)
        if name is not None:
            return one_line(clean(name).text) or self._headers[column]
        if self._told.names:
            near = closest(column, self._told.names, 1)
            text = phrase("survey.no-name")
            if near:
                called = self._told.names[near[0]]
                text = phrase("survey.near-name", near=near[0].upper(), name=called)
            place = Place(
                self._table.file, row=self._table.header_row, column=self._headers[column]
            )
            self._doubts.append(Doubt(place, text))
        return self._headers[column]

    def _partner(self, column: str, middle: str | None) -> str | None:
        """The column that states the importance of what ``column`` rates."""
        told = self._told
        partner = told.importance.get(column)
        if partner is None and told.importance_pattern is not None and middle is not None:
            partner = told.importance_pattern.replace("*", middle)
            if partner not in self._at:
                return None
        if partner is not None:
            self._require(partner, "importance")
        return partner

    # ------------------------------------------------------------------------------- answers

    def _rows(self) -> tuple[list[list[str]], list[Skipped]]:
        """The respondents; a row of too many cells is left out, since its cells may have moved."""
        width = len(self._table.headers)
        rows, skipped = [], []
        for number, cells in self._table.rows:
            if any(cell.strip() for cell in cells[width:]):
                skipped.append(Skipped(Place(self._table.file, row=number), TOO_LONG))
            else:
                rows.append(cells)
        return rows, skipped

    def _column(
        self,
        rows: Sequence[Sequence[str]],
        column: str,
        limits: Range | None = None,
        never_used: frozenset[str] | None = None,
        blank: frozenset[str] | None = None,
    ) -> tuple[list[Decimal | None], Answers]:
        """The rating of each respondent, or None; and how often what was answered."""
        told, at = self._told, self._at[column]
        limits = told.scale.limits if limits is None else limits
        never = told.never_used if never_used is None else never_used
        none = told.blank if blank is None else blank
        understood: dict[str, Decimal | str] = {}
        strange: dict[str, Counter[str]] = {"outside": Counter(), "no_number": Counter()}
        values: list[Decimal | None] = []
        counts: Counter[str] = Counter()
        for cells in rows:
            text = cells[at] if at < len(cells) else ""
            if text not in understood:
                understood[text] = _answer(text, limits, never, none)
            answer = understood[text]
            values.append(None if isinstance(answer, str) else answer)
            if isinstance(answer, str):
                counts[answer] += 1
                if answer in strange:
                    strange[answer][text.strip()] += 1
        ratings = dict(sorted(Counter(v for v in values if v is not None).items()))
        kinds = ("never_used", "blank", "outside", "no_number")
        if ratings:
            self._doubt_answers(column, strange)
        return values, Answers(ratings, *(counts[kind] for kind in kinds))

    def _doubt_answers(self, column: str, strange: Mapping[str, Counter[str]]) -> None:
        """Answers that are neither ratings nor codes: a code may have been forgotten."""
        place = Place(self._table.file, column=self._headers[column])
        for kind, key in (("outside", "survey.outside"), ("no_number", "survey.no-number")):
            if strange[kind]:
                count = sum(strange[kind].values())
                (example, _), *_ = strange[kind].most_common(1)
                text = phrase(key, count=count, example=shown(example))
                self._doubts.append(Doubt(place, text))

    def _rated(
        self, name: str, column: str, values: Sequence[Decimal | None], answers: Answers
    ) -> Rated:
        found = spread(answers.ratings)
        is_small = answers.rated < self._min_sample
        satisfaction = None
        if found is not None and not is_small:
            score = promoters(answers.ratings) if self._told.scale.is_nps else found.mean
            satisfaction = score
        return Rated(
            name, self._headers[column], answers, found, satisfaction, None, None, is_small=is_small
        )

    def _derived(
        self, found: Rated, values: Sequence[Decimal | None], overall: Sequence[Decimal | None]
    ) -> Rated:
        pairs = [
            (v, o) for v, o in zip(values, overall, strict=True) if v is not None and o is not None
        ]
        result = spearman(pairs)
        name = self._headers[self._told.overall or ""]
        if result is None:
            return found._replace(how=phrase("importance.undefined", name=name))
        rho, count = result
        if count < self._min_sample:
            how = phrase("importance.few-pairs", count=count, name=name)
            return found._replace(how=how, correlation=rho, pairs=count)
        importance = 1 + 4 * max(rho, 0.0)
        how = phrase("importance.derived", name=name, rho=Decimals(rho, 3), count=count)
        return found._replace(importance=importance, how=how, correlation=rho, pairs=count)

    def _stated(self, found: Rated, rows: Sequence[Sequence[str]], column: str) -> Rated:
        scale = self._told.importance_scale or self._told.scale
        _, answers = self._column(rows, column, scale.limits)
        result = spread(answers.ratings)
        name = self._headers[column]
        if result is None or result.size < self._min_sample:
            how = phrase("importance.few", count=answers.rated, name=name)
            return found._replace(how=how)
        how = phrase("importance.stated", name=name, spread=spread_told(result))
        return found._replace(importance=result.mean, how=how)


def _answer(
    text: str, limits: Range, never: frozenset[str], blank: frozenset[str]
) -> Decimal | str:
    """A rating, or which kind of answer it is that is none."""
    word = code(text)
    if not word or word in blank:
        return "blank"
    if word in never:
        return "never_used"
    reading = read_number(word)
    if not isinstance(reading, Reading):
        return "no_number"
    return reading.number if limits.holds(reading.number) else "outside"


def _middle(pattern: str, name: str) -> str | None:
    """What stands for the one ``*`` of a pattern; None where it has none, or several."""
    if pattern.count("*") != 1 or "?" in pattern or "[" in pattern:
        return None
    start, end = pattern.split("*")
    return name[len(start) : len(name) - len(end)]
