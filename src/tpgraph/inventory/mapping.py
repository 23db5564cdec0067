"""Decisions about words, kept beside the inventory in ``mapping.toml``: read, used, written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tpgraph.errors import CallError
from tpgraph.inventory.columns import COLUMNS
from tpgraph.inventory.files import load
from tpgraph.inventory.messages import did_you_mean, input_error, listed, problem
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.toml_lines import KeyLines, parse_toml
from tpgraph.model import Decisions, Inventory, Place, Problem, Recognition
from tpgraph.phrases import Column, Phrase, Reported, not_written, phrase, shown
from tpgraph.text import normalise
from tpgraph.vocabulary import NAMESPACE

FILE_NAME = "mapping.toml"
NOTHING = "-"  # decided: a header is no column, a name has no kind
_WORDS = ("headers", "names", "values")
# Of several sources: tpgraph.inventory.merging.decisions reads them.
_MERGING = ("same", "different", "prefer")
_TABLES = (*_WORDS, *_MERGING)
_HEAD = """\
# What the words of this inventory mean, decided once and used from then on.
# headers: your header = "column"; names: a touchpoint's name = "its type";
# values.COLUMN: your word = "term". Types and terms are labels in any language, or local names.
# "-" says that a header is no column, or that a name has no type. What begins with # is not used:
# take the # away to decide.
# Of several sources: same: a name = "the name of the same touchpoint"; different: two names that
# are two touchpoints; prefer: column = "the source that counts", or so for one touchpoint.
"""


def find_mapping(beside: Path) -> Path:
    """The mapping file of an inventory whose touchpoints stand in the file ``beside``."""
    return beside.parent / FILE_NAME


def read_mapping(path: Path, index: Index, problems: list[Problem]) -> Decisions | None:
    """The decisions in ``path``; None where there is no such file.

    What is not understood in it goes to ``problems``. Raises InputError where it is no TOML.
    """
    if not path.is_file():
        return None
    tables, lines = load_tables(path)
    return _Reader(path.name, lines, index, problems).read(tables)


def load_tables(path: Path) -> tuple[dict[str, Any], KeyLines]:
    """The tables of a mapping file, and its lines. Raises InputError where it is no TOML."""
    text = _text(path)
    return parse_toml(text, path), KeyLines(text)


def _text(path: Path) -> str:
    try:
        return load(path).decode("utf-8-sig").replace("\r\n", "\n")
    except ValueError as error:
        raise input_error("bad-toml", Place(str(path)), why=Reported(str(error))) from error


class _Reader:
    def __init__(self, file: str, lines: KeyLines, index: Index, problems: list[Problem]) -> None:
        self._file, self._lines = file, lines
        self._index = index
        self._problems = problems

    def read(self, tables: Mapping[str, Any]) -> Decisions:
        for name in tables:
            if name not in _TABLES:
                mend = phrase("mend.tables", tables=listed(list(_TABLES)))
                self._bad(name, phrase("why.no-table"), mend)
        headers = {
            key: self._column(key, meant) for key, meant in self._texts(tables.get("headers"))
        }
        names = {
            key: self._term(None, key, meant) for key, meant in self._texts(tables.get("names"))
        }
        values: dict[str | None, dict[str, str]] = {}
        by_column = tables.get("values", {})
        for column, table in by_column.items() if isinstance(by_column, dict) else ():
            known = self._index.column(column)
            if known is None or COLUMNS[known].holds not in ("concept", "kind"):
                self._bad(column, phrase("why.no-term-column"), phrase("mend.column"))
                continue
            scheme = COLUMNS[known].scheme
            for key, meant in self._texts(table):
                term = self._term(scheme, key, meant)
                if term:
                    values.setdefault(scheme, {})[normalise(key)] = term
        return Decisions(
            headers={normalise(k): v for k, v in headers.items() if v is not None},
            names={normalise(k): v for k, v in names.items() if v is not None},
            values=values,
        )

    def _texts(self, table: object) -> Iterable[tuple[str, str]]:
        for key, meant in table.items() if isinstance(table, dict) else ():
            if isinstance(meant, str):
                yield key, meant
            else:
                self._bad(key, phrase("why.no-text"), phrase("mend.mapping-form"))

    def _column(self, key: str, meant: str) -> str | None:
        """The column that is meant, an empty text for none, None where it is not understood."""
        if meant.strip() == NOTHING:
            return ""
        column = self._index.column(meant)
        if column is None:
            near = [Column(c) for c in self._index.near_columns(meant) or COLUMNS]
            self._bad(key, phrase("why.no-column", name=shown(meant)), did_you_mean(near))
        return column

    def _term(self, scheme: str | None, key: str, meant: str) -> str | None:
        """The term that is meant, as :meth:`_column` says it."""
        if meant.strip() == NOTHING:
            return ""
        if self._index.has_term(scheme, meant.strip()):
            return NAMESPACE + meant.strip()
        terms = self._index.terms(scheme, meant)
        if len(terms) == 1:
            return terms[0]
        near = self._index.near_terms(scheme, meant)
        mend = did_you_mean(near) if near else phrase("mend.look-up")
        why = "why.several-meanings" if terms else "why.no-term"
        self._bad(key, phrase(why, name=shown(meant)), mend)
        return None

    def _bad(self, key: str, why: Phrase, mend: Phrase) -> None:
        place = Place(self._file, row=self._lines.anywhere(key), column=key[:80])
        self._problems.append(problem("bad-mapping", place, value=key, why=why, mend=mend))


def save_mapping(inventory: Inventory, path: Path | None = None) -> Path:
    """Write what was taken and what is offered of ``inventory`` as a mapping file to edit.

    ``path`` is beside the inventory by default; what a file there decides is kept, and the file
    itself as ``.bak``. Raises InputError where the old one is no TOML, CallError where the new one
    cannot be written.
    """
    if path is None:
        source = Path(inventory.path)
        path = (source if source.is_dir() else source.parent) / FILE_NAME
    earlier = load_tables(path)[0] if path.is_file() else {}
    text = mapping_text(inventory.recognitions, earlier)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        if path.exists():
            path.replace(path.with_name(f"{path.name}.bak"))
        part.replace(path)
    except OSError as error:
        raise CallError(not_written(path, error)) from error
    return path


def mapping_text(recognitions: Iterable[Recognition], earlier: Mapping[str, Any]) -> str:
    """The content of a mapping file: what was decided, what was taken, what is offered as comments.

    ``earlier`` holds the tables of the file that is there; its decisions stay.
    """
    tables: dict[str, dict[str, str]] = {}
    for name in ("headers", "names"):
        tables[name] = _decided(earlier.get(name))
    values = earlier.get("values")
    for column, table in values.items() if isinstance(values, dict) else ():
        tables[f"values.{_quoted(column)}"] = _decided(table)
    for r in recognitions:
        table = f"values.{_quoted(r.column or '')}" if r.what == "value" else f"{r.what}s"
        lines = tables.setdefault(table, {})
        key = _quoted(r.text)
        if key in lines or r.status == "decided":
            continue
        if not r.offers:
            lines[key] = f'# {key} = ""'
            continue
        best = r.offers[0]
        others = ", ".join(o.label for o in r.offers[1:])
        comment = f"{best.score:.2f}: {r.reason}" + (f"; or: {others}" if others else "")
        mark = "" if r.status == "taken" else "# "
        lines[key] = f"{mark}{key} = {_quoted(_said(r, best.term))}  # {_one_line(comment)}"
    for name in _MERGING:
        tables |= _kept(name, earlier.get(name))
    parts = [_HEAD]
    for name, lines in tables.items():
        if lines:
            parts.append("\n".join([f"[{name}]", *lines.values()]) + "\n")
    return "\n".join(parts)


def _kept(name: str, table: object) -> dict[str, dict[str, str]]:
    """A table about several sources, and those in it, as they are."""
    from tpgraph.inventory.toml import toml_value  # only where a mapping is written

    kept: dict[str, dict[str, str]] = {name: {}}
    for key, meant in table.items() if isinstance(table, dict) else ():
        if isinstance(meant, dict):
            kept |= _kept(f"{name}.{_quoted(key)}", meant)
        elif isinstance(meant, str | list):
            kept[name][key] = f"{_quoted(key)} = {toml_value(meant)}"
    return kept


def _said(recognition: Recognition, term: str) -> str:
    return term if recognition.what == "header" else term.removeprefix(NAMESPACE)


def _decided(table: object) -> dict[str, str]:
    items = table.items() if isinstance(table, dict) else ()
    return {
        _quoted(key): f"{_quoted(key)} = {_quoted(meant)}"
        for key, meant in items
        if isinstance(meant, str)
    }


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
