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

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tpgraph.errors import CallError, InputError
from tpgraph.inventory.cells import scale_range
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.columns import Range
from tpgraph.inventory.csvfile import read_csv
from tpgraph.inventory.messages import input_error, listed, shown
from tpgraph.inventory.numbers import Reading, canonical, read_number
from tpgraph.inventory.recognise import closest, load_index
from tpgraph.model import Place

_LISTS = ("columns", "never_used", "blank", "nps_blank")
_TEXTS = ("company", "scale", "overall", "nps", "importance_scale")
_TEXTS_OR_TABLES = ("names", "importance")
KEYS = (*_LISTS, *_TEXTS, *_TEXTS_OR_TABLES)

_DICTIONARY_MB = 100  # of a workbook, unpacked
_DICTIONARY_ROWS = 100_000
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
        hint = f" These look like ratings: {', '.join(seen)}." if seen else ""
        raise CallError(
            f"{survey}: it is not said which columns are ratings and on what scale "
            f"({' and '.join(missing)} missing).{hint} Give --columns 'Q7*' --scale 1-5, "
            f"or write {path.name} beside the survey with columns and scale."
        )
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
    """Columns that hold a few whole numbers up to eleven: what a message offers."""
    table = read_csv(survey, load_index())
    sample = [cells for _, cells in table.rows[:_SAMPLE_ROWS]]
    found = []
    for at, header in enumerate(table.headers):
        texts = {cells[at].strip() for cells in sample if at < len(cells)} - {""}
        if 2 < len(texts) <= 12 and all(t.isdecimal() and int(t) <= 11 for t in texts):
            found.append(one_line(clean(header).text))
    return found if len(found) <= _OFFERED else [*found[:_OFFERED], "…"]


def _scale(text: str, place: str, key: str) -> Scale:
    if text.strip().casefold() == "nps":
        return Scale("nps", ZERO_TO_TEN)
    limits = scale_range(text)
    if limits is None or limits.low is None or limits.high is None:
        raise CallError(
            f"{place}: {key} {shown(text)} is not a scale. "
            "Write the lowest and the highest value, such as 1-5 or 0-10, or nps."
        )
    return Scale(f"{canonical(limits.low)}-{canonical(limits.high)}", limits)


def _read(path: Path) -> dict[str, Any]:
    place = Place(str(path))
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        why = error.strerror or str(error)
        raise input_error("cannot-open", place, why=why, mend="Check the path.") from error
    except UnicodeDecodeError as error:
        byte = f"{path.read_bytes()[error.start]:02x}"
        raise input_error("not-utf-8", place, offset=error.start, byte=byte) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise input_error("bad-toml", place, why=str(error)) from error
    said: dict[str, Any] = {}
    for key, value in found.items():
        said[key] = _checked(key, value, str(path))
    return said


def _checked(key: str, value: Any, file: str) -> Any:
    """A key's value in the shape that it must have."""
    if key not in KEYS:
        near = closest(key, KEYS, 3) or KEYS
        raise InputError(f"{file}: {shown(key)} is no key here. Did you mean {listed(list(near))}?")
    wrong = InputError(f"{file}: {key} holds {shown(value)}, and should hold {_expected(key)}.")
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


def _expected(key: str) -> str:
    if key in _LISTS:
        return 'a list of texts or numbers, such as ["6"]'
    if key in _TEXTS_OR_TABLES:
        return f'a text, or a table [{key}] with COLUMN = "text"'
    return "a text in quotes"


# ------------------------------------------------------------------- the names of the questions


def _dictionary(path: Path) -> dict[str, str]:
    """The second cell of each row by its first: a data dictionary as CSV or XLSX."""
    suffix = path.suffix.lower()
    if suffix == ".csv" or suffix in (".tsv", ".txt"):
        table = read_csv(path, load_index())
        rows: Iterable[Sequence[str]] = [list(table.headers), *(cells for _, cells in table.rows)]
    elif suffix in (".xlsx", ".xlsm"):
        rows = _workbook_rows(path)
    else:
        raise InputError(
            f"{path}: names are read from CSV or XLSX, column in the first cell of a row and name "
            "in the second. Save it as one of these."
        )
    found: dict[str, str] = {}
    for cells in rows:
        if len(cells) >= 2 and folded(cells[0]) and one_line(clean(cells[1]).text):
            found.setdefault(folded(cells[0]), _short(cells[1]))
    return found


def _short(text: str) -> str:
    name = one_line(clean(text).text)
    return name if len(name) <= _NAME_LENGTH else name[:_NAME_LENGTH].rstrip() + "…"


def _workbook_rows(path: Path) -> list[list[str]]:
    import zipfile

    place = Place(str(path))
    mend = "Open it in a spreadsheet program and save it again as XLSX, or as CSV."
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > _DICTIONARY_MB * 1_000_000:
            why = f"unpacked it is over {_DICTIONARY_MB} MB"
            raise input_error("cannot-open", place, why=why, mend="Save the two columns as CSV.")
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            rows = []
            for sheet in book.worksheets:
                for cells in sheet.iter_rows(max_row=_DICTIONARY_ROWS, max_col=2, values_only=True):
                    rows.append(["" if cell is None else str(cell) for cell in cells])
        finally:
            book.close()
    except OSError as error:
        why = error.strerror or str(error)
        raise input_error("cannot-open", place, why=why, mend="Check the path.") from error
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, SyntaxError, EOFError) as error:
        raise input_error("cannot-open", place, why="it is no XLSX", mend=mend) from error
    return rows
