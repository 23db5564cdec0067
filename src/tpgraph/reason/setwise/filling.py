"""Writes what a rule gives as N-Triples from its solutions, filling in its template here.

Oxigraph fills a template in triple by triple, for each solution anew, and looks each triple up
among those it has given already: for a finding with ten facts a hundred times. Here all that is
said of a finding is filled in once, and each fact and each cell beside it once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.writing import solutions_of
from tpgraph.store.oxigraph_engine import OxigraphEngine

# What a finding has any number of; of all else it has one.
_MANY = frozenset({"tpg:usesFact", "tpg:settledBy"})
_XSD = b"http://www.w3.org/2001/XMLSchema#"
_PREFIX = re.compile(r"PREFIX\s+([\w-]*:)\s*<([^<>\s]*)>", re.IGNORECASE)
_NAME = re.compile(r"([\w-]*:)([\w-]+)")
_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@dataclass(frozen=True, slots=True)
class Filling:
    """A SELECT query for a rule's solutions, and the triples that they give.

    Its columns are the finding, what a finding has any number of (``listed``, by predicate), and
    then all else. ``said`` are predicate and object of that, or the object's place in such a row.
    """

    query: str
    listed: tuple[bytes, ...]
    said: tuple[tuple[bytes, bytes | int], ...]


def findings_ntriples(engine: OxigraphEngine, rule: str) -> bytes:
    """The answer to a rule, a CONSTRUCT query, as N-Triples: each triple once.

    Raises QueryError where the rule is refused.
    """
    try:
        filling = filling_of(rule)
    except UnreadableError:
        # A strategist's rule may be of another form: it is then asked as it stands.
        return engine.construct_ntriples(rule)
    return b"".join(_filled(filling, engine.select_tsv(filling.query)))


@cache
def filling_of(rule: str) -> Filling:
    """How to fill a rule's template in.

    Raises UnreadableError where its text, or its template, is of a form that is not known.
    """
    head, template, group = solutions_of(rule)
    prefixes = dict(_PREFIX.findall(head))
    subjects = list(dict.fromkeys(triple.s for triple in template))
    if len(subjects) != 1 or not subjects[0].startswith("?"):
        raise UnreadableError("a template about several things")
    many = {t.o: _term(t.p, prefixes) for t in template if t.p in _MANY and t.o.startswith("?")}
    others = [triple for triple in template if many.get(triple.o) != _term(triple.p, prefixes)]
    row = list(dict.fromkeys([*subjects, *(t.o for t in others if t.o.startswith("?"))]))
    if not many.keys().isdisjoint(row):
        raise UnreadableError("a variable that is listed and said")
    said = tuple(
        (_term(t.p, prefixes), row.index(t.o) if t.o in row else _term(t.o, prefixes))
        for t in others
    )
    columns = " ".join([*subjects, *many, *row[1:]])
    return Filling(f"{head}SELECT {columns} WHERE {group}", tuple(many.values()), said)


def _term(text: str, prefixes: dict[str, str]) -> bytes:
    """A term of a template as N-Triples has it."""
    if text == "a":
        return _RDF_TYPE.encode()
    if (name := _NAME.fullmatch(text)) and name[1] in prefixes:
        return f"<{prefixes[name[1]]}{name[2]}>".encode()
    if text.startswith("<") or re.fullmatch(r'"[^"\\]*"', text):
        return text.encode()
    return literal(text.encode())


_NUMBERS = {
    re.compile(rb"[+-]?\d+"): b"integer",
    re.compile(rb"[+-]?\d*\.\d+"): b"decimal",
    re.compile(rb"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+"): b"double",
    re.compile(rb"true|false"): b"boolean",
}


@cache
def literal(text: bytes) -> bytes:
    """A number or truth value, which SPARQL TSV writes without quotes, as N-Triples has it.

    Raises UnreadableError for anything else.
    """
    for form, kind in _NUMBERS.items():
        if form.fullmatch(text):
            return b'"%b"^^<%b%b>' % (text, _XSD, kind)
    raise UnreadableError(f"no number: {text!r}")


Row: TypeAlias = "tuple[bytes, ...]"


def _filled(filling: Filling, tsv: bytes) -> Iterator[bytes]:
    head, _, body = tsv.partition(b"\n")
    width = head.count(b"\t") + 1
    # One list of all cells: a list for each row would keep the collector of garbage busy.
    cells = body.replace(b"\n", b"\t").split(b"\t")
    findings, *columns = (cells[place:-1:width] for place in range(width))
    if not findings:
        return
    listed = len(filling.listed)
    yield from _what_is_said(filling, dict.fromkeys(zip(findings, *columns[listed:], strict=True)))
    for predicate, column in zip(filling.listed, columns, strict=False):
        triple = b"%b " + predicate + b" %b .\n"
        pairs = dict.fromkeys(zip(findings, column, strict=True))
        yield from [triple % pair for pair in pairs if b"" not in pair]


def _what_is_said(filling: Filling, findings: Iterable[Row]) -> Iterable[bytes]:
    """All that is said once of each finding, whatever it lists."""
    said = [row for row in findings if row[0]]
    rows = list(zip(*map(_quoted, zip(*said, strict=True)), strict=True))
    forms: dict[tuple[bool, ...], tuple[bytes, Callable[[Row], Row]]] = {}
    found = []
    for row in rows:
        there = tuple(map(bool, row))
        if (form := forms.get(there)) is None:
            form = forms[there] = _form(filling, there)
        found.append(form[0] % form[1](row))
    if len({row[0] for row in rows}) == len(rows):
        return found
    # A finding that concerns several: what is the same of it is said once.
    return dict.fromkeys(b"".join(found).splitlines(keepends=True))


def _form(filling: Filling, there: Sequence[bool]) -> tuple[bytes, Callable[[Row], Row]]:
    """What is said where only those columns have a value, and what picks them."""
    text, places = b"", list[int]()
    for predicate, o in filling.said:
        if isinstance(o, bytes):
            text += b"%b " + predicate + b" " + o.replace(b"%", b"%%") + b" .\n"
            places.append(0)
        elif there[o]:
            text += b"%b " + predicate + b" %b .\n"
            places += [0, o]
    return text, lambda row: tuple([row[place] for place in places])


def _quoted(column: Row) -> Row:
    """A column with its numbers and truth values as N-Triples has them."""
    bare = {text: literal(text) for text in set(column) if text[:1] not in (b"", b"<", b'"')}
    return tuple([bare.get(text, text) for text in column]) if bare else column
