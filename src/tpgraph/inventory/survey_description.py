"""What a survey's columns mean: a small TOML file beside it, or options; names of its questions.

``SURVEY.toml`` beside ``SURVEY.csv``::

    company = "The airport"
    columns = ["Q7*"]        # the ratings: names of columns, * and ? for any characters
    scale = "1-5"            # lowest and highest rating, or nps for answers from 0 to 10
    never_used = ["6"]       # codes that are no rating
    blank = ["0"]
    overall = "Q7ALL"        # the rating of the whole: importance is derived from it
    nps = "NETPRO"           # how likely to recommend, 0 to 10
    nps_blank = ["11"]
    names = "dictionary.xlsx"            # or a table [names] with COLUMN = "Restaurants"
    importance = "I7*"                   # stated instead of derived; or a table [importance]
    importance_scale = "1-5"
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tpgraph.errors import CallError
from tpgraph.inventory.cells import scale_range
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.columns import Range
from tpgraph.inventory.files import load
from tpgraph.inventory.imports import read_table
from tpgraph.inventory.messages import did_you_mean, input_error, shown
from tpgraph.inventory.numbers import Reading, canonical, read_number
from tpgraph.inventory.recognise import closest
from tpgraph.inventory.toml_lines import parse_toml
from tpgraph.model import Place
from tpgraph.phrases import Phrase, Slot, phrase

_LISTS = ("columns", "never_used", "blank", "nps_blank")
_TEXTS = ("company", "scale", "overall", "nps", "importance_scale")
_TEXTS_OR_TABLES = ("names", "importance")
KEYS = (*_LISTS, *_TEXTS, *_TEXTS_OR_TABLES)

_SAMPLE_ROWS = 1_000
_OFFERED = 30  # columns
_NAME_LENGTH = 120  # characters


class Scale(NamedTuple):
    """A scale of ratings: its name as an inventory writes it, its lowest and highest value."""

    name: str
    limits: Range

    @property
    def is_nps(self) -> bool:
        """Whether answers from 0 to 10 are summed up as a net promoter score."""
        return self.name == "nps"


ZERO_TO_TEN = Range(Decimal(0), Decimal(10))


class Description(NamedTuple):
    """What the columns of a survey mean. Names of columns and codes are as :func:`folded`.

    ``names`` and ``importance`` are keyed by a rating's column; ``importance_pattern`` has a ``*``
    that stands for what the rating's pattern has there.
    """

    columns: tuple[str, ...]
    scale: Scale
    never_used: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    overall: str | None = None
    nps: str | None = None
    nps_blank: frozenset[str] = frozenset()
    names: Mapping[str, str] = {}
    importance: Mapping[str, str] = {}
    importance_pattern: str | None = None
    importance_scale: Scale | None = None
    company: str | None = None
    source: str = "options"


def folded(text: str) -> str:
    """The name of a column as it is compared: blanks around it and capitals do not count.

    >>> folded("NETPRO  ")
    'netpro'
    """
    return one_line(clean(text).text).casefold()


def code(text: str) -> str:
    """An answer as it is compared with codes: ``6``, ``6.0`` and `` 06`` are one."""
    word = folded(text)
    reading = read_number(word) if word else None
    return canonical(reading.number) if isinstance(reading, Reading) else word


def describe(survey: Path, file: Path | None = None, **options: Any) -> Description:
    """The description of ``survey``: a TOML file (by default the one beside it), then options.

    An option that is given replaces the key of the same name.

    Raises InputError where the file is wrong, CallError where an option is, or where columns or
    scale are not told at all.
    """
    path = file or survey.with_suffix(".toml")
    said: dict[str, Any] = {}
    if file is not None or path.is_file():
        said = _read(path)
    said |= {key: value for key, value in options.items() if value is not None}
    place = path.name if said and (file is not None or path.is_file()) else "options"
    missing = [key for key in ("columns", "scale") if not said.get(key)]
    if missing:
        seen = _like_ratings(survey)
        slots: dict[str, Slot] = {"path": str(survey), "missing": tuple(missing), "file": path.name}
        if not seen:
            raise CallError(Phrase("call.not-described", slots))
        raise CallError(Phrase("call.not-described-seen", {**slots, "seen": tuple(seen)}))
    overall, nps = said.get("overall"), said.get("nps")
    names = said.get("names", {})
    if isinstance(names, str):
        near = path.parent if "names" not in options or options["names"] is None else Path()
        names = _dictionary(near / names)
    importance = said.get("importance", {})
    importance_scale = said.get("importance_scale")
    return Description(
        columns=tuple(folded(name) for name in said["columns"]),
        scale=_scale(said["scale"], place, "scale"),
        never_used=frozenset(map(code, said.get("never_used", ()))),
        blank=frozenset(map(code, said.get("blank", ()))),
        overall=folded(overall) if overall else None,
        nps=folded(nps) if nps else None,
        nps_blank=frozenset(map(code, said.get("nps_blank", ()))),
        names={folded(column): name for column, name in names.items()},
        importance=(
            {folded(c): folded(other) for c, other in importance.items()}
            if isinstance(importance, Mapping)
            else {}
        ),
        importance_pattern=folded(importance) if isinstance(importance, str) else None,
        importance_scale=(
            _scale(importance_scale, place, "importance_scale") if importance_scale else None
        ),
        company=said.get("company"),
        source=place,
    )


def _like_ratings(survey: Path) -> list[str]:
    """Columns of a few whole numbers up to eleven, and a code or two: what a message offers."""
    table = read_table(survey)
    sample = [cells for _, cells in table.rows[:_SAMPLE_ROWS]]
    found = []
    for at, header in enumerate(table.headers):
        texts = {cells[at].strip() for cells in sample if at < len(cells)} - {""}
        codes = {t for t in texts if t.isdecimal() and len(t) <= 3 and int(t) > 11}
        ratings = {t for t in texts if t.isdecimal() and t not in codes and len(t) <= 2}
        # Up to two numbers beyond the rest, such as 99, are codes for what is no rating.
        if 2 < len(ratings) <= 12 and len(codes) <= 2 and texts == ratings | codes:
            found.append(one_line(clean(header).text))
    return found if len(found) <= _OFFERED else [*found[:_OFFERED], "…"]


def _scale(text: str, place: str, key: str) -> Scale:
    if text.strip().casefold() == "nps":
        return Scale("nps", ZERO_TO_TEN)
    limits = scale_range(text)
    if limits is None or limits.low is None or limits.high is None:
        raise CallError(phrase("call.no-scale", file=place, key=key, value=shown(text)))
    return Scale(f"{canonical(limits.low)}-{canonical(limits.high)}", limits)


def _read(path: Path) -> dict[str, Any]:
    data = load(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place, byte = Place(str(path)), f"{error.object[error.start]:02x}"
        raise input_error("not-utf-8", place, offset=error.start, byte=byte) from error
    found = parse_toml(text.replace("\r\n", "\n"), path)
    said: dict[str, Any] = {}
    for key, value in found.items():
        said[key] = _checked(key, value, str(path))
    return said


def _checked(key: str, value: Any, file: str) -> Any:
    """A key's value in the shape that it must have."""
    if key not in KEYS:
        near = closest(key, KEYS, 3) or KEYS
        mend = did_you_mean(list(near))
        raise input_error("no-survey-key", Place(file), value=str(key), mend=mend)
    wrong = input_error(
        "bad-survey-key", Place(file), key=key, value=str(value), mend=_expected(key)
    )
    if key in _LISTS:
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(v, str | int | float) and not isinstance(v, bool) for v in items):
            raise wrong
        return [str(v) for v in items]
    if key in _TEXTS_OR_TABLES and isinstance(value, dict):
        if not all(isinstance(v, str) for v in value.values()):
            raise wrong
        return value
    if not isinstance(value, str) or not value.strip():
        raise wrong
    return value


def _expected(key: str) -> Phrase:
    if key in _LISTS:
        return phrase("mend.list")
    return phrase("mend.text-or-table", key=key) if key in _TEXTS_OR_TABLES else phrase("mend.text")


# ------------------------------------------------------------------- the names of the questions


def _dictionary(path: Path) -> dict[str, str]:
    """The second cell of each row by its first: a data dictionary as CSV or a workbook."""
    table = read_table(path, lambda _: 0)
    rows = [list(table.headers), *(cells for _, cells in table.rows)]
    found: dict[str, str] = {}
    for cells in rows:
        if len(cells) >= 2 and folded(cells[0]) and one_line(clean(cells[1]).text):
            found.setdefault(folded(cells[0]), _short(cells[1]))
    return found


def _short(text: str) -> str:
    name = one_line(clean(text).text)
    return name if len(name) <= _NAME_LENGTH else name[:_NAME_LENGTH].rstrip() + "…"
