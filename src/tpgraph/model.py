"""The things that travel between the layers, as frozen dataclasses: shape, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from tpgraph.phrases import Column, Phrase, Slot, Term, fill, phrases_in, said, shown
from tpgraph.vocabulary import COLUMNS

LANGUAGES: tuple[str, ...] = ("en", "ro", "ru", "fa", "it")
Status = Literal["gap", "ok", "unknown"]
Level = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a sheet, a row (1 is the header) and a column.

    ``note`` says how a value came about when it is not simply what the cell holds, for example
    ``assumed`` or ``from the name``.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    note: str | None = None

    def text(self, language: str = "en") -> str:
        """The place in words: file, sheet, row, column, and how the value came about."""
        known = phrases_in(language)
        parts = [self.file]
        if self.sheet:
            parts.append(fill(known["place.sheet"], sheet=self.sheet))
        if self.row is not None:
            parts.append(fill(known["place.row"], row=said(self.row, language)))
        if self.column:
            parts.append(fill(known["place.column"], column=said(self.said_column, language)))
        text = known["mark.list"].join(parts)
        note = self.said_note(language)
        return fill(known["place.noted"], place=text, note=note) if note else text

    def said_note(self, language: str = "en") -> str | None:
        """How the value came about, in words."""
        return self.note and phrases_in(language).get(f"note.{self.note}", self.note)

    def __str__(self) -> str:
        return self.text()

    @property
    def said_column(self) -> Column | str:
        """The column as a message says it; the keys of a company's own file are not translated."""
        if not self.column or self.file.endswith(".toml"):
            return self.column or ""
        return Column(self.column)


@dataclass(frozen=True, slots=True)
class Because:
    """A step of an inference: a triple stated at ``place``, or one of the ontology, in words."""

    text: str
    s: str
    p: str
    o: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong or doubtful in an inventory.

    ``code`` is a stable name such as ``unknown-value``; ``severity`` is ``error``, ``warning`` or
    ``note``. ``slots`` are the data that the message names; ``lang`` is the language in which
    ``message`` says what was found and ``mend`` what to do about it. ``because`` are
    the steps of the inference where it contradicts the ontology.
    """

    code: str
    severity: Literal["error", "warning", "note"]
    place: Place
    value: str | None = None
    slots: Mapping[str, Slot] = field(default_factory=dict)
    lang: str = "en"
    because: tuple[Because, ...] = ()

    @property
    def message(self) -> str:
        """What was found: as the problem has it, else what is usual for its code."""
        if "message" in self.slots:
            return said(self.slots["message"], self.lang)
        return Phrase(self.code, self._filling()).text(self.lang)

    @property
    def mend(self) -> str:
        """What to do about it: as the problem has it, else what is usual for its code."""
        filling = self._filling()
        if "mend" in filling:
            return Phrase("mend", filling).text(self.lang)
        return Phrase(f"{self.code}.mend", filling).text(self.lang)

    def in_language(self, language: str) -> Problem:
        """The same problem, said in another language."""
        return self if language == self.lang else replace(self, lang=language)

    def _filling(self) -> dict[str, Slot]:
        filling: dict[str, Slot] = {"column": self.place.said_column}
        if self.value is not None:
            filling["value"] = shown(self.value)
        return filling | dict(self.slots)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a word may mean: a term (a column's name for a header), its label, a score of 0 to 1."""

    term: str
    label: str
    score: float

    def text(self, language: str = "en") -> str:
        """What the term or column is called in a language."""
        return (Column if self.term in COLUMNS else Term)(self.term).text(language)


@dataclass(frozen=True, slots=True)
class Recognition:
    """A name, header or value that is no label of the ontology, and what became of it.

    ``status`` is ``taken`` (``offers`` then begins with what was taken), ``decided`` by the mapping
    file, ``offered`` or ``unknown``. ``column`` is where a value stands. ``offers`` holds at most
    three, best first. ``place`` is the first of its places, ``count`` how many there are.
    """

    what: Literal["name", "header", "value"]
    text: str
    status: Literal["taken", "decided", "offered", "unknown"]
    reason: Phrase | None
    offers: tuple[Offer, ...]
    place: Place
    column: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one cell, understood.

    ``iri`` is set for a term of the ontology (or, in ``leads_to``, another touchpoint);
    otherwise ``literal`` is the canonical text and ``datatype`` its XSD type name
    (``string``, ``decimal``, ``date``, ``boolean``). ``text`` is what the person wrote.
    ``also`` are further places, in other sources, that state the same.
    """

    text: str
    place: Place
    iri: str | None = None
    literal: str | None = None
    datatype: str = "string"
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class TouchpointRow:
    """One touchpoint of a company.

    ``values`` maps a canonical column name to its values; a column that is absent is blank.
    ``none`` holds the columns whose cell states that there is none. ``unclear`` holds the columns
    whose cell holds something that was not understood. ``raw`` keeps the cells as written, and
    ``extra`` the columns that were not recognised. ``parts`` are the rows of several sources that
    the touchpoint was merged of, each as it was read; empty where it stands in one source alone.
    """

    iri: str
    name: str
    place: Place
    values: Mapping[str, tuple[Value, ...]]
    none: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()
    raw: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[TouchpointRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept:
    """A finding that the company accepts: ``[[accept]]`` in ``company.toml``.

    ``concerns`` are names as written (a touchpoint's name, or a term in any language); empty
    means every finding of the rule. ``until`` is the last day on which it holds.
    """

    rule: str
    concerns: tuple[str, ...]
    reason: str
    until: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Company:
    """What is known of the company as a whole.

    ``values`` maps ``industry``, ``size``, ``sells``, ``goals``, ``understanding_methods``,
    ``sells_online`` and ``has_store`` to their values; ``none`` holds the keys given as an empty
    list. ``complete`` holds canonical column names with the place that declared them, ``doubtful``
    those of them with a cell that was not understood. ``bounds`` are the company's own thresholds.
    """

    iri: str
    slug: str
    name: str
    place: Place
    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    none: Mapping[str, Place] = field(default_factory=dict)
    complete: Mapping[str, Place] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    bounds: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    accepts: tuple[Accept, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """What somebody decided about words, which wins over every label. Words are normalised.

    ``headers`` are to columns and ``names`` to IRIs of kinds, an empty text saying that there is
    none; ``values`` are to IRIs of terms, by scheme (``None`` for the kinds).
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str | None, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inventory:
    """A company and its touchpoints, read and understood, with what was wrong on the way.

    ``decisions`` are those of the mapping file beside it, by which edits are understood as well.
    ``audience`` is set where it is restricted to one; ``left_out`` then counts the touchpoints that
    are meant for others.
    """

    company: Company
    touchpoints: tuple[TouchpointRow, ...]
    problems: tuple[Problem, ...]
    as_of: date
    path: str
    recognitions: tuple[Recognition, ...] = ()
    decisions: Decisions | None = None
    audience: str | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """An asserted triple and where it comes from. ``id`` is its statement IRI.

    ``source`` is None for what only the ontology says; ``also`` are further places that state it.
    """

    id: str
    s: str
    p: str
    o: str
    source: Place | None
    also: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place that states it, ``source`` first."""
        return () if self.source is None else (self.source, *self.also)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule rests on: ``seed``, ``method``, ``company`` or ``reference``."""

    kind: Literal["seed", "method", "company", "reference"]
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Sought:
    """The SPARQL pattern a finding was decided by, and how many matches it has."""

    pattern: str
    count: int


@dataclass(frozen=True, slots=True)
class Settles:
    """A fact that would settle an unknown: this column of this subject."""

    subject: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about a subject in its range. Texts are in the analysis' language.

    ``severity`` is 0..1; ``level`` is high from 0.67, medium from 0.34, else low. ``measured`` and
    ``threshold`` are in the unit the rule names; ``margin`` is their distance.
    """

    id: str
    rule: str
    status: Status
    severity: float
    level: Level
    title: str
    message: str
    concerns: tuple[str, ...]
    labels: Mapping[str, str]
    area: str | None = None
    measured: float | None = None
    threshold: float | None = None
    threshold_source: str | None = None
    margin: float | None = None
    borderline: bool = False
    facts: tuple[Fact, ...] = ()
    sought: Sought | None = None
    settled_by: tuple[Settles, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    recommendations: tuple[str, ...] = ()
    accepted: Accept | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """An explicit change of an inventory: add a touchpoint, set or blank its cells, remove it.

    ``cells`` maps canonical column names to the text that would stand in the cell. ``target`` is
    the IRI of the touchpoint (or company) that is changed, ``None`` for an addition.
    ``hypothetical`` marks an addition of which only the kind is known: its blank cells then stay
    unknown even where the column is complete.
    """

    action: Literal["add", "change", "record", "retire"]
    target: str | None
    cells: Mapping[str, str] = field(default_factory=dict)
    hypothetical: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit that was tried out does: ids of findings.

    ``closes``: gaps that are in order then, or ended by retiring what is at fault; ``opens``: gaps
    that were none; ``makes_known``: no longer unknown; ``makes_unknown``: unknown that were not;
    ``unasked``: gaps and unknowns of which nothing is asked any more, which is no progress.
    """

    closes: tuple[str, ...]
    opens: tuple[str, ...]
    makes_known: tuple[str, ...]
    makes_unknown: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind of touchpoint suggested, and why it fits this company.

    ``covers`` are the missing terms that it covers, ``why`` says them; ``source`` is
    ``documents`` where a document says what is usual of the kind, else ``judgement``.
    ``first_by``, of the first of several, is the criterion by which it comes before the next.
    """

    kind: str
    label: str
    why: str
    source: str
    covers: tuple[str, ...] = ()
    first_by: str | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An action that was simulated before it is shown.

    ``caveat`` is set where the result depends on doing it well, or where recording a fact may turn
    an unknown into a gap.
    """

    id: str
    rule: str
    addresses: tuple[str, ...]
    edits: tuple[Edit, ...]
    title: str
    message: str
    suggestions: tuple[Suggestion, ...]
    principle: str | None
    effort: Literal["low", "medium", "high"]
    outcome: Outcome
    evidence: tuple[Evidence, ...] = ()
    caveat: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
