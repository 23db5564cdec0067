"""Runs a student's query on a case's facts in a process of its own, with limits."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tpgraph.phrases import Phrase, phrase
from tpgraph.query.screening import leaving, words_of
from tpgraph.store.refused import Refused

TIME_LIMIT_S = 10.0
MOST_ROWS = 5_000
_MEMORY_BYTES = 3_000_000_000  # of addresses, most of which no query uses
_LONGEST_CELL = 500  # characters

Rows = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def ask(query: str, graph: str, *, time_limit_s: float = TIME_LIMIT_S) -> Rows | Phrase:
    """The columns and rows that a SELECT finds in N-Triples and the ontology, as texts.

    Where the query is refused, is none, or takes longer than its time: what is to be said of it.
    """
    if leaving(list(words_of(query))) is not None:
        return phrase("query.no-service")
    told = json.dumps({"query": query, "graph": graph, "time_s": time_limit_s})
    command = [sys.executable, "-m", "tpgraph.teach.case.asking"]
    try:
        # The ontology is loaded first; its time is not the query's.
        ran = subprocess.run(
            command, input=told, capture_output=True, text=True, timeout=time_limit_s + 10,
            check=False, encoding="utf-8",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return phrase("case.endless", seconds=round(time_limit_s))
    try:
        said: dict[str, Any] = json.loads(ran.stdout)
    except ValueError:
        # It was ended from outside: by the limit of processor time, or of memory.
        return phrase("case.endless", seconds=round(time_limit_s))
    if "error" in said:
        return phrase("query.not-understood", why=Refused(said["error"]))
    if said["rows"] is None:
        return phrase("case.no-select")
    if len(said["rows"]) > MOST_ROWS:
        return phrase("case.too-many", count=len(said["rows"]), most=MOST_ROWS)
    return tuple(said["names"]), tuple(tuple(row) for row in said["rows"])


def _child() -> None:
    """Answers what stands on standard input, within limits that a query cannot lift."""
    import pyoxigraph as ox

    from tpgraph.errors import QueryError
    from tpgraph.query.run import answer, query_store

    told = json.loads(sys.stdin.buffer.read())
    store = query_store()
    facts = ox.NamedNode("https://w3id.org/tpgraph/case")
    store.load(told["graph"].encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=facts)
    _limit(told["time_s"])
    said: dict[str, Any]
    try:
        result = answer(store, told["query"])
    except QueryError as error:
        said = {"error": str(error.__cause__ or error)[:_LONGEST_CELL]}
    else:
        is_select = result.turtle is None and all(
            word.bare != "ASK" for word in words_of(told["query"])
        )
        rows = [[_text(term) for term in row] for row in result.rows[: MOST_ROWS + 1]]
        said = {"names": result.columns, "rows": rows if is_select else None}
    sys.stdout.write(json.dumps(said))


def _text(term: Any) -> str:
    text = "" if term is None else str(getattr(term, "value", term))
    return text[:_LONGEST_CELL]


def _limit(time_s: float) -> None:
    """Ends this process after so much time of the clock, and bounds its memory, where it can be.

    Elsewhere whoever waits for it ends it.
    """
    import signal

    if hasattr(signal, "setitimer"):
        # The system ends it: the engine heeds no handler of ours while it searches.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, time_s)
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    _child()
