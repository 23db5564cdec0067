"""Merges what several sources say of one touchpoint; where they differ, none is taken silently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tpgraph.inventory.columns import COLUMNS
from tpgraph.inventory.kinds import narrowest_kind
from tpgraph.inventory.merging.decisions import MergeDecisions
from tpgraph.inventory.merging.said import Said, is_derived, together, with_notes
from tpgraph.inventory.messages import problem, shown
from tpgraph.inventory.rows import DERIVABLE, DERIVED, FROM_THE_MAPPING
from tpgraph.inventory.words import UNKNOWN, is_in
from tpgraph.model import Problem, TouchpointRow, Value
from tpgraph.phrases import Column, Slot, phrase
from tpgraph.text import normalise

# Columns in which what one source says adds to what another says.
UNITED = frozenset(
    {"category", "channel", "stages", "goals", "modality", "leads_to", "audience", "languages",
     "notes"}
)  # fmt: skip
# What a figure means is said by the same source as the figure.
COMPANIONS = {
    "cost": "currency",
    "satisfaction": "satisfaction_scale",
    "importance": "importance_scale",
}
_LEADS = {companion: lead for lead, companion in COMPANIONS.items()}


def merge_values(
    touchpoint: TouchpointRow, decisions: MergeDecisions, problems: list[Problem]
) -> TouchpointRow:
    """``touchpoint`` with what its parts say together; what they differ in goes to ``problems``.

    In the columns of :data:`UNITED` the values of all parts are taken; in others they must be
    equal. A part that says "none" contradicts every value. What contradicts is left unclear, unless
    ``decisions`` prefer a source. A figure and its unit are of one source.
    """
    merger = _Merger(touchpoint, decisions, problems)
    merger.merge()
    return merger.result()


class _Merger:
    def __init__(
        self, touchpoint: TouchpointRow, decisions: MergeDecisions, problems: list[Problem]
    ) -> None:
        self._touchpoint = touchpoint
        self._parts = touchpoint.parts
        self._names = list(dict.fromkeys([touchpoint.name, *(p.name for p in self._parts)]))
        self._decisions = decisions
        self._problems = problems
        self._values: dict[str, tuple[Value, ...]] = {}
        self._none: set[str] = set()
        self._unclear: set[str] = set()
        self._raw: dict[str, str] = {}

    def merge(self) -> None:
        """Merge every column that a part says something of."""
        said = {c for part in self._parts for c in (*part.values, *part.none, *part.unclear)}
        for column in COLUMNS:
            if column == "name":
                self._name()
            elif column in COMPANIONS:
                if not said.isdisjoint((column, COMPANIONS[column])):
                    self._figure(column, COMPANIONS[column])
            elif column in said and column not in _LEADS:
                self._column(column, self._said(column))

    def result(self) -> TouchpointRow:
        """The touchpoint with everything that was merged."""
        return replace(
            self._touchpoint,
            values=self._values,
            none=frozenset(self._none),
            unclear=frozenset(self._unclear),
            raw=self._raw,
            extra=_extra(self._touchpoint),
        )

    def _name(self) -> None:
        name = self._touchpoint.name
        places = [p.values["name"][0].place for p in _named(self._touchpoint)]
        value = Value(text=name, place=places[0], literal=name, also=tuple(places[1:]))
        self._values["name"] = (value,)
        self._raw["name"] = name

    def _said(self, column: str) -> list[Said]:
        """What the parts say; what was only derived counts where none of them states anything."""
        said = [
            Said(p, column, p.values.get(column, ()), column in p.none, column in p.unclear)
            for p in self._parts
            if column in p.values or column in p.none or column in p.unclear
        ]
        if column not in DERIVABLE:
            return said
        stated = [with_notes(s, lambda note: note not in DERIVED) for s in said]
        decided = [with_notes(s, lambda note: note == FROM_THE_MAPPING) for s in said]
        if any(s.is_none or s.is_unclear or s.values for s in stated):
            # A channel in words may stand beside the platform that the address names.
            is_whole = column != "channel" or any(
                s.is_none or any(v.iri for v in s.values) for s in stated
            )
            said = stated if is_whole else said
        elif any(s.values for s in decided):
            said = decided
        return [s for s in said if s.is_answer or s.is_unclear]

    # ------------------------------------------------------------------------------ one column

    def _column(self, column: str, said: list[Said]) -> None:
        answers = [s for s in said if s.is_answer]
        if not answers:
            if said:
                self._unclear.add(column)
                self._keep_raw(column, said)
            return
        if len({s.key for s in answers}) > 1:
            answers, said = self._settle(column, answers, said)
        if answers:
            self._take(column, answers, said)
        else:
            self._unclear.add(column)

    def _take(self, column: str, answers: list[Said], said: list[Said]) -> None:
        if answers[0].is_none:
            self._none.add(column)
        else:
            self._values[column] = together(column, (s.values for s in answers))
        # A cell that is not understood is told by itself; in a list it may hold one value more.
        doubted = said if column in UNITED else answers
        if any(s.is_unclear and not is_in(s.text, UNKNOWN) for s in doubted):
            self._unclear.add(column)
        chosen = self._values.get(column, ())
        first = [s for s in answers if chosen and s.values[0] == replace(chosen[0], also=())]
        self._keep_raw(column, answers if len({s.key for s in answers}) > 1 else first or answers)

    def _settle(
        self, column: str, answers: list[Said], said: list[Said]
    ) -> tuple[list[Said], list[Said]]:
        """The answers that count where they differ, none of them where nothing decides."""
        preferred = self._preferred(column, answers)
        if preferred:
            return preferred, preferred
        if column in UNITED and not any(s.is_none for s in answers):
            if column != "notes":
                self._tell("values-united", column, answers)
            return answers, said
        if column == "type" and not any(s.is_none for s in answers):
            kinds = {iri for s in answers for v in s.values if (iri := v.iri)}
            narrowest = narrowest_kind(kinds)
            narrow = [s for s in answers if s.key == {narrowest}]
            if narrow:
                self._tell("narrower-kind", column, answers, taken=shown(narrow[0].text))
                return narrow, narrow
        self._tell("sources-differ", column, answers, file=answers[0].part.place.file)
        return [], []

    def _preferred(self, column: str, answers: list[Said]) -> list[Said]:
        for label in self._decisions.preferred(self._names, column):
            chosen = [s for s in answers if s.part.place.file == label]
            if chosen:
                self._tell("source-preferred", column, answers, file=label)
                return chosen
        return []

    # ------------------------------------------------------------------------ figure and unit

    def _figure(self, lead: str, companion: str) -> None:
        """A figure and its unit: those of one source, or of sources that agree in both."""
        figures, units = self._said(lead), self._said(companion)
        answers = [s for s in figures if s.is_answer]
        if not answers:
            self._column(lead, figures)
            self._column(companion, units)
            return
        with_figure = {s.part.place.file for s in answers}
        for s in units:
            if s.part.place.file not in with_figure:
                self._problems.append(
                    problem("unit-left-out", s.place, value=s.text, figure=Column(lead))
                )
        units = [s for s in units if s.part.place.file in with_figure]
        if len({s.key for s in answers}) > 1 or len({s.key for s in units if s.is_answer}) > 1:
            # Said with its unit: 5 EUR is not 5 USD.
            told = [self._with_unit(s, units) for s in answers]
            chosen = {s.part.place.file for s in self._settle(lead, told, told)[0]}
            answers = [s for s in answers if s.part.place.file in chosen]
            units = [s for s in units if not chosen or s.part.place.file in chosen]
        if answers:
            self._take(lead, answers, answers)
        else:
            self._unclear.add(lead)
        unit_answers = [s for s in units if s.is_answer]
        if len({s.key for s in unit_answers}) > 1:  # told with the figure
            self._unclear.add(companion)
        else:
            self._column(companion, units)

    def _with_unit(self, figure: Said, units: Iterable[Said]) -> Said:
        unit = next((s for s in units if s.part is figure.part), None)
        if unit is None:
            return figure
        raw = {**figure.part.raw, figure.column: f"{figure.text} {unit.text}"}
        return figure._replace(part=replace(figure.part, raw=raw))

    # ------------------------------------------------------------------------------- reporting

    def _tell(self, code: str, column: str, said: Sequence[Said], **slots: Slot) -> None:
        told = tuple(phrase("said.at", said=shown(s.text), place=s.place) for s in said)
        self._problems.append(
            problem(
                code,
                said[0].place,
                {"column": Column(column), "said": told, **slots},
                value=self._touchpoint.name,
            )
        )

    def _keep_raw(self, column: str, said: Sequence[Said]) -> None:
        """What would stand in one cell that says the same."""
        texts = list(dict.fromkeys(t for s in said if (t := s.part.raw.get(column))))
        if len({s.key for s in said}) > 1:
            parted = (v.text for s in said for v in s.values if not is_derived(v))
            texts = ["|".join(dict.fromkeys(parted))]
        if texts:
            self._raw[column] = texts[0]


def _named(touchpoint: TouchpointRow) -> list[TouchpointRow]:
    """The parts that have the touchpoint's name, those that spell it so first."""
    word = normalise(touchpoint.name)
    alike = [part for part in touchpoint.parts if normalise(part.name) == word]
    return sorted(alike, key=lambda part: part.name != touchpoint.name)


def _extra(touchpoint: TouchpointRow) -> dict[str, str]:
    """The columns that were not recognised, and other names; a second one with its source."""
    extra: dict[str, str] = {}
    for part in touchpoint.parts:
        is_same = normalise(part.name) == normalise(touchpoint.name)
        also = {} if is_same else {"name": part.name}
        for key, text in {**also, **part.extra}.items():
            is_taken = key == "name" or extra.get(key, text) != text
            extra[f"{key} ({part.place.file})" if is_taken else key] = text
    return extra
