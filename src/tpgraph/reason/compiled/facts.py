"""Triples as tables, one a predicate, as compiled rules read them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import TypeAlias

from tpgraph.reason.compiled.numbers import UnsureError
from tpgraph.reason.compiled.values import number

# Terms are texts as N-Triples has them, so that equal terms are equal texts.
Table: TypeAlias = "dict[str, list[str]]"
_NONE: Table = {}
_END = b" .\n"
_TYPED = re.compile(
    r'"(?:true|false)"\^\^<http://www\.w3\.org/2001/XMLSchema#boolean>'
    r'|"\d{4}-\d\d-\d\d"\^\^<http://www\.w3\.org/2001/XMLSchema#date>'
)


class Facts:
    """Triples by predicate: each subject with its objects, and each object with its subjects."""

    def __init__(self, shared: Facts | None = None) -> None:
        """``shared`` holds facts to begin with; it stays as it is."""
        self._tables: dict[str, Table] = dict(shared._tables) if shared else {}
        self._of_others = set(self._tables)
        self._turned: dict[str, Table] = {}
        self._having: dict[tuple[str, str], frozenset[str]] = {}
        self._known: set[str] = set(shared._known) if shared else set()
        self._with_literals: set[str] = set(shared._with_literals) if shared else set()
        self.digests = _Digests()

    def load(self, ntriples: bytes) -> None:
        """Adds N-Triples as this project writes them.

        Raises UnsureError where a line is of another form, or a value of a type that is not known
        here or not written in the one way in which engines give it back.
        """
        known = self._known
        tables: dict[str, Table] = {}
        if not ntriples:
            return
        if ntriples.count(b"\n") != ntriples.count(_END) or not ntriples.endswith(_END):
            raise UnsureError("lines of another form")
        # A line that is there twice is one triple; so nothing is looked for among what is there.
        lines = dict.fromkeys(ntriples[: -len(_END)].split(_END))
        # Each by itself: a letter that takes more than a byte slows down all that is read with it.
        for line in [line.decode() for line in lines]:
            s, p, o = line.split(" ", 2)
            if o[0] != "<":
                self._with_literals.add(p)
                if o not in known:
                    _check(o)
                    known.add(o)
            if (table := tables.get(p)) is None:
                table = tables[p] = {}
            if (objects := table.get(s)) is None:
                table[s] = [o]
            else:
                objects.append(o)
        for p, table in tables.items():
            if p in self._tables:
                self.add(p, ((s, o) for s, objects in table.items() for o in objects))
            else:
                self._tables[p] = table
        self._turned.clear()
        self._having.clear()

    def add(self, p: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Adds subjects and objects of a predicate."""
        table = self._own(p)
        for s, o in pairs:
            if o[0] != "<":
                self._with_literals.add(p)
            objects = table.get(s)
            if objects is None:
                table[s] = [o]
            elif o not in objects:
                objects.append(o)
        self._changed(p)

    def add_all(self, triples: Iterable[tuple[str, str, str]]) -> None:
        """Adds triples."""
        changed, last, table = set[str](), "", _NONE
        for s, p, o in triples:
            if p is not last:  # rules give many of a predicate in a row
                last, table = p, self._own(p)
                changed.add(p)
            if o[0] != "<":
                self._with_literals.add(p)
            objects = table.get(s)
            if objects is None:
                table[s] = [o]
            elif o not in objects:
                objects.append(o)
        for p in changed:
            self._changed(p)

    def _changed(self, p: str) -> None:
        self._turned.pop(p, None)
        for key in [key for key in self._having if key[0] == p]:
            del self._having[key]

    def dump(self) -> bytes:
        """Everything, as N-Triples."""
        return "".join(
            f"{s} {p} {o} .\n"
            for p, table in self._tables.items()
            for s, objects in table.items()
            for o in objects
        ).encode()

    def _own(self, p: str) -> Table:
        """The table of a predicate, to be changed."""
        if p in self._of_others:
            self._of_others.discard(p)
            self._tables[p] = {s: list(objects) for s, objects in self._tables[p].items()}
        return self._tables.setdefault(p, {})

    # ------------------------------------------------------------------------ what rules look up

    def objects(self, p: str) -> Table:
        """Each subject of a predicate with its objects."""
        return self._tables.get(p, _NONE)

    def subjects(self, p: str) -> Table:
        """Each object of a predicate with its subjects."""
        if (found := self._turned.get(p)) is None:
            found = {}
            for s, objects in self.objects(p).items():
                for o in objects:
                    if (subjects := found.get(o)) is None:
                        found[o] = [s]
                    else:
                        subjects.append(s)
            self._turned[p] = found
        return found

    def having(self, p: str, o: str) -> frozenset[str]:
        """The subjects that have an object."""
        if (found := self._having.get((p, o))) is None:
            found = self._having[p, o] = frozenset(self.subjects(p).get(o, ()))
        return found

    def require_iris(self, predicates: Iterable[str]) -> None:
        """Raises UnsureError where one of the predicates has an object that is no IRI."""
        if found := self._with_literals.intersection(predicates):
            raise UnsureError(f"a literal: {found}")


class _Digests(dict[str, str]):
    """The SHA-256 of texts in hexadecimal digits; most are asked for by several rules."""

    def __missing__(self, text: str) -> str:
        found = self[text] = sha256(text.encode()).hexdigest()
        return found


def _check(literal: str) -> None:
    if literal[-1] == '"' or _TYPED.fullmatch(literal):
        return
    value = number(literal)
    if value is None:
        raise UnsureError(literal)
