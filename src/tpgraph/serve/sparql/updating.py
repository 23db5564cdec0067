"""Carries an update out, operation by operation, on the written graphs alone.

The graph store that an update changes are the written graphs. Those of companies and the ontology
can be read (``GRAPH``, ``USING``, ``using-graph-uri``); an operation that names one of them to be
changed is refused, and ``ALL`` and ``NAMED`` mean the written ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import pyoxigraph as ox

from tpgraph.query.run import COMMON_PREFIXES
from tpgraph.query.screening import Word, iri_of, place_of, prefixes_of
from tpgraph.serve.sparql.answering import DeclinedError, refused_by_engine, screened
from tpgraph.serve.sparql.dataset import Dataset

_PLACE = re.compile(r"^error at \d+:\d+: ")
_DECLARING = frozenset({"PREFIX", "BASE", "VERSION"})
_MANAGING = frozenset({"CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})
_TEMPLATES = frozenset({"INSERT", "DELETE", "DATA"})


class Operation:
    """One operation of an update: its words, without the prologue."""

    def __init__(self, text: str, words: Sequence[Word], prefixes: dict[str, str]) -> None:
        self.text = text
        self.words = words
        self.prefixes = prefixes

    @property
    def first(self) -> str:
        """The word it begins with, in capitals."""
        return self.words[0].bare

    def own_text(self) -> str:
        """Its text from its first word to its last."""
        last = self.words[-1]
        return self.text[self.words[0].start : last.start + len(last.text)]

    def changed(self) -> Iterator[tuple[Word, str | None]]:
        """The names of graphs that it changes, with their IRIs; a variable has none."""
        if self.first in _MANAGING:
            yield from self._managed()
            return
        within = [False]  # of each open brace, whether it is a template's
        before = ("", "")
        for word in self.words:
            if word.text == "{":
                is_template = before[1] in _TEMPLATES or before == ("DELETE", "WHERE")
                within.append(within[-1] or is_template)
            elif word.text == "}":
                within.pop()
            elif (before[1] == "GRAPH" and within[-1]) or (before[1] == "WITH" and not word.depth):
                yield word, self._iri(word)
            before = (before[1], word.bare or word.text)

    def _managed(self) -> Iterator[tuple[Word, str | None]]:
        # What is added or copied stays as it is.
        is_kept = self.first in ("ADD", "COPY")
        for word in self.words[1:]:
            if word.bare == "TO":
                is_kept = False
            elif not word.bare and not is_kept:
                yield word, self._iri(word)

    def _iri(self, word: Word) -> str | None:
        return None if word.kind == "variable" else iri_of(word, self.prefixes)


def carry_out(dataset: Dataset, job: dict[str, Any], depth: int, max_bytes: int) -> bytes:
    """The written graphs after an update, as N-Quads.

    Raises DeclinedError; where that says ``changed``, the dataset is no longer as it was.
    """
    text, base = job["text"], job["base"]
    words = screened(text, depth)
    operations = list(split(text, words))
    _check_grammar(text, base, words, operations)
    _hold_to_written(operations, text, dataset)
    using = _using(job, operations)
    # Where a variable names the graph to be changed, only the outcome tells.
    before = dataset.fixed_state() if _unforeseen(operations) else None
    try:
        for prologue, operation in _with_prologue(text, words, operations):
            for step in _steps(operation, dataset, using):
                dataset.store.update(prologue + step, base_iri=base, prefixes=COMMON_PREFIXES)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        # The place would be that in a part of the text.
        said = _PLACE.sub("", str(error))
        raise DeclinedError(400, "endpoint.refused", changed=True, why=said) from error
    if before is not None and dataset.fixed_state() != before:
        raise DeclinedError(403, "endpoint.protected-by-variable", changed=True)
    written = dataset.dump_written()
    if len(written) > max_bytes:
        raise DeclinedError(413, "endpoint.written-too-much", changed=True, max=max_bytes)
    return written


def split(text: str, words: Sequence[Word]) -> Iterator[Operation]:
    """The operations of an update, in their order."""
    prefixes = prefixes_of(words)
    own: list[Word] = []
    for word in [*words, Word("other", ";", len(text), 0)]:
        if word.text == ";" and word.depth == 0:
            own = _without_prologue(own)
            if own:
                yield Operation(text, own, prefixes)
            own = []
        else:
            own.append(word)


def _without_prologue(words: list[Word]) -> list[Word]:
    while words and words[0].bare in _DECLARING:
        words = words[3:] if words[0].bare == "PREFIX" else words[2:]
    return words


def _check_grammar(
    text: str, base: str, words: Sequence[Word], operations: Sequence[Operation]
) -> None:
    """Raises DeclinedError where a text is no update, before anything changes."""
    try:
        _try_out(text, base)
    except SyntaxError as error:
        # Declarations between operations, which are SPARQL 1.1, Oxigraph does not know.
        starts = [operation.words[0].start for operation in operations]
        if not any(w.bare in _DECLARING and starts and w.start > starts[0] for w in words):
            raise refused_by_engine(error) from error
        for prologue, operation in _with_prologue(text, words, operations):
            start = operation.words[0].start
            try:
                _try_out(prologue + operation.own_text(), base)
            except SyntaxError as own:
                raise refused_by_engine(own, place_of(text, start)) from own


def _try_out(text: str, base: str) -> None:
    """Raises SyntaxError where a text is no update. It is tried on an empty graph store."""
    with suppress(ValueError, RuntimeError, OSError):
        ox.Store().update(text, base_iri=base, prefixes=COMMON_PREFIXES)


def _with_prologue(
    text: str, words: Sequence[Word], operations: Sequence[Operation]
) -> Iterator[tuple[str, Operation]]:
    """Each operation with the prologue that holds for it: all declarations before it."""
    for operation in operations:
        declared = ""
        for i, word in enumerate(words):
            if word.start >= operation.words[0].start:
                break
            if word.depth == 0 and word.bare in _DECLARING:
                last = words[i + (2 if word.bare == "PREFIX" else 1)]
                declared += text[word.start : last.start + len(last.text)] + "\n"
        yield declared, operation


def _hold_to_written(operations: Sequence[Operation], text: str, dataset: Dataset) -> None:
    fixed = {graph.value for graph in dataset.fixed if isinstance(graph, ox.NamedNode)}
    for operation in operations:
        for word, iri in operation.changed():
            if iri in fixed:
                place = place_of(text, word.start)
                raise DeclinedError(403, "endpoint.protected", place, graph=iri)


def _unforeseen(operations: Sequence[Operation]) -> bool:
    return any(iri is None for operation in operations for _, iri in operation.changed())


def _using(job: dict[str, Any], operations: Sequence[Operation]) -> str:
    """The dataset of the protocol as clauses. Raises DeclinedError where the text has one, too."""
    if job["graphs"] is None:
        return ""
    for operation in operations:
        for word in operation.words:
            if word.depth == 0 and word.bare in ("USING", "WITH"):
                place = place_of(operation.text, word.start)
                raise DeclinedError(400, "endpoint.two-datasets", place, word=word.bare)
    default, named = job["graphs"]
    try:
        clauses = [f"USING {ox.NamedNode(iri)}" for iri in default]
        clauses += [f"USING NAMED {ox.NamedNode(iri)}" for iri in named]
    except ValueError as error:
        raise refused_by_engine(error) from error
    return " ".join(clauses)


def _steps(operation: Operation, dataset: Dataset, using: str) -> Iterator[str]:
    """What Oxigraph is told for one operation."""
    own = operation.own_text()
    target = operation.words[-1].bare
    if operation.first in ("CLEAR", "DROP") and target in ("ALL", "NAMED"):
        if target == "ALL":
            yield f"{operation.first} DEFAULT"
        for graph in dataset.written_graphs():
            yield f"{operation.first} SILENT GRAPH {graph}"
    elif using and (found := _where(operation)) is not None:
        start, pattern = found
        if pattern:
            yield f"DELETE {pattern} {using} WHERE {pattern}"
        else:
            at = start - operation.words[0].start
            yield f"{own[:at]} {using} {own[at:]}"
    else:
        yield own


def _where(operation: Operation) -> tuple[int, str] | None:
    """Where WHERE stands; for ``DELETE WHERE``, which takes no USING, its pattern as well."""
    words = operation.words
    for i, word in enumerate(words):
        if word.depth == 0 and word.bare == "WHERE":
            last = words[-1]
            end = last.start + len(last.text)
            is_short = i == 1 and operation.first == "DELETE"
            return word.start, operation.text[words[i + 1].start : end] if is_short else ""
    return None
