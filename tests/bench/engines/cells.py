"""What each engine does with many companies: loading and inference, timed apart.

Run as ``python -m tests.bench.engines.cells ENGINE TOUCHPOINTS LIMIT`` by the table, a process a
cell; it prints JSON: seconds of the processor (``cpu``) and of the clock (``wall``) for ``load``
and ``infer``, the peak of memory in MB, and how many gaps and unknowns there are, or by which rule.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.companies import companies
from tests.bench.engines import beside, shacl_af, sql
from tpgraph.errors import EngineError
from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.infer import REPORTED, fill_scratch, reported_ntriples, runtime_facts
from tpgraph.reason.rules import RuleSet, load_rules
from tpgraph.reason.setwise.choice import rules_for_many
from tpgraph.reason.shards import COMPANIES as AT_ONCE
from tpgraph.reason.shards import Told, made_of_many
from tpgraph.store.oxigraph_engine import OxigraphEngine

COLLECTING = (100_000, 50, 50)  # when Python collects garbage
BY_RULE = 10_000  # touchpoints up to which findings are counted rule by rule too
TOO_LONG = 124  # exit code
_TPG = "https://w3id.org/tpgraph/ontology#"
_SLASHES = 6  # in the IRI of a touchpoint; that of a company has fewer


class Watch:
    """Seconds since it was started, of the processors and of the clock."""

    def __init__(self) -> None:
        self._begun = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        spent = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(u.ru_utime + u.ru_stime for u in spent), time.perf_counter()

    def seconds(self) -> dict[str, float]:
        """Both."""
        cpu, wall = self._now()
        return {"cpu": cpu - self._begun[0], "wall": wall - self._begun[1]}


def timed(action: Callable[[], Any]) -> dict[str, float]:
    """The seconds that it takes."""
    watch = Watch()
    action()
    return watch.seconds()


def _counted(ntriples: bytes, count: Counter[str], rules: Iterable[str] = ()) -> None:
    for status in ("gap", "unknown"):
        count[status] += ntriples.count(f"<{_TPG}status> <{_TPG}{status}>".encode())
    for rule in rules:
        count[rule] += ntriples.count(
            f"<{_TPG}rule> <https://w3id.org/tpgraph/rule/{rule}>".encode()
        )


def _written(rules: Iterable[str], told: Told) -> Counter[str]:
    """Writes what was found in a shard, and counts it."""
    with Path("/dev/null").open("wb") as file:
        file.write(told.ntriples)
    count = Counter({"ok": told.in_order})
    _counted(told.ntriples, count, rules)
    return count


def in_shards(touchpoints: int, workers: int) -> dict[str, Any]:
    """tpgraph's own way: some companies at a time, read as they are needed, findings written.

    What it reads itself is part of its inference, and told apart, too: Oxigraph's loading of the
    same, which it is held against, is not.
    """
    from concurrent.futures import ThreadPoolExecutor

    rules, count = load_rules(), Counter[str]()
    names = sql.RULES if touchpoints <= BY_RULE else ()
    gc.set_threshold(*COLLECTING)  # as a worker of a batch has it

    def load(into: Callable[[], OxigraphEngine | Facts] = OxigraphEngine) -> None:
        each = companies(touchpoints)
        with ThreadPoolExecutor(workers) as pool:
            # As many shards at a time as the inference has in hand.
            while shards := [b"".join(s) for _ in range(4) if (s := list(islice(each, AT_ONCE)))]:
                list(pool.map(lambda shard: into().load(shard), shards))

    def everything() -> None:
        make = partial(_written, names)
        for counted in made_of_many(companies(touchpoints), rules, make, workers=workers):
            count.update(counted)

    next(companies(25))  # the models are read before the time runs
    loaded, whole = timed(load), timed(everything)
    return {
        "load": loaded,
        "read": timed(partial(load, Facts)),
        "infer": {kind: whole[kind] - loaded[kind] for kind in whole},
        "found": count,
    }


def as_sets(touchpoints: int) -> dict[str, Any]:
    """Oxigraph, some companies a store, asked by the rules said again set at a time."""

    def each(shard: bytes) -> dict[str, float]:
        engine, seconds = OxigraphEngine(), Counter(timed(lambda: None))
        seconds.update(timed(partial(fill_scratch, engine, shard, sized, REPORTED)))
        for rule in sized.gaps:
            seconds.update(timed(lambda: _counted(engine.construct_ntriples(rule.text), count)))  # noqa: B023
        return dict(seconds)

    rules, count = load_rules(), Counter[str]()
    sized = replace(rules, classify=rules_for_many(rules.classify), gaps=rules_for_many(rules.gaps))
    found = _by_shard(touchpoints, each)
    # The store was filled with the companies too.
    inferred = {kind: found["infer"][kind] - found["load"][kind] for kind in found["load"]}
    return {"load": found["load"], "infer": inferred, "found": count}


def _by_shard(touchpoints: int, infer: Callable[[bytes], Mapping[str, float]]) -> dict[str, Any]:
    """Seconds of loading each shard, and of what is done with it."""
    each = companies(touchpoints)
    seconds: dict[str, Counter[str]] = {"load": Counter(), "infer": Counter()}
    while shard := b"".join(islice(each, AT_ONCE)):
        seconds["load"].update(timed(partial(OxigraphEngine().load, shard)))
        seconds["infer"].update(infer(shard))
    return {part: dict(spent) for part, spent in seconds.items()}


_CLASSES = f"""PREFIX tpg: <{_TPG}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT {{ ?touchpoint a ?class }}
WHERE {{
  {{
    {{ SELECT ?touchpoint ?kind WHERE {{ ?touchpoint a ?kind }} }}
    {{ SELECT ?kind ?class WHERE {{ ?kind rdfs:subClassOf ?class }} }}
  }}
  UNION
  {{
    ?class tpg:definedByValue ?value .
    {{ SELECT ?touchpoint ?value WHERE {{ ?touchpoint ?property ?value }} }}
    {{ SELECT ?touchpoint ?company WHERE {{ ?touchpoint tpg:ofCompany ?company }} }}
  }}
}}"""


def classified(touchpoints: int) -> dict[str, Any]:
    """tpgraph's way, for what OWL reasoners are asked: each touchpoint's classes, written.

    The closure of the ontology is computed when it is built, so only instances are classified.
    """

    types = 0

    def each(shard: bytes) -> dict[str, float]:
        nonlocal types
        engine = OxigraphEngine()
        seconds = Counter(timed(partial(engine.load, runtime_facts())))
        engine.load(shard)
        found: list[bytes] = []
        seconds.update(timed(lambda: found.append(engine.construct_ntriples(_CLASSES))))
        types += len(_types(found[0] + shard))
        return dict(seconds)

    return {**_by_shard(touchpoints, each), "types": types}


def _types(ntriples: bytes) -> set[bytes]:
    """The lines that give a touchpoint a class of the ontology; a company is none."""
    return {
        line
        for line in ntriples.splitlines()
        if b"#type> <" + _TPG.encode() in line
        and b"/data/" in line.split(b" ", 1)[0]
        and line.split(b" ", 1)[0].count(b"/") == _SLASHES
    }


def one_store(touchpoints: int) -> dict[str, Any]:
    """pyoxigraph with all companies in one store, the rules as they are written."""
    ntriples = b"".join(companies(touchpoints))
    rules, engine, count = load_rules(), OxigraphEngine(), Counter[str]()

    def infer() -> None:
        engine.load(runtime_facts())
        engine.load(reported_ntriples(REPORTED))
        for rule in rules.classify:
            engine.materialise(rule.text)
        for rule in rules.gaps:
            _counted(engine.construct_ntriples(rule.text), count)

    return {"load": timed(lambda: engine.load(ntriples)), "infer": timed(infer), "found": count}


def rdflib(touchpoints: int) -> dict[str, Any]:
    """rdflib, all companies in one graph."""
    from tpgraph.store.rdflib_engine import RdflibEngine

    ntriples = b"".join(companies(touchpoints))
    rules, engine = load_rules(), RdflibEngine()
    found: set[Any] = set()

    def infer() -> None:
        engine.load(runtime_facts())
        engine.load(reported_ntriples(REPORTED))
        for rule in rules.classify:
            engine.materialise(rule.text)
        for rule in rules.gaps:
            found.update(t for t in engine.construct(rule.text) if t[1] == _TPG + "status")

    seconds = {"load": timed(lambda: engine.load(ntriples)), "infer": timed(infer)}
    return {**seconds, "found": Counter(str(o).removeprefix(_TPG) for _, _, o in found)}


def pyshacl(touchpoints: int) -> dict[str, Any]:
    """pySHACL, the rules as SHACL-AF rules."""
    import rdflib
    from pyshacl import shacl_rules

    ntriples = b"".join(companies(touchpoints))
    rules: RuleSet = load_rules()
    graph, shapes = rdflib.Graph(), rdflib.Graph()
    shapes.parse(data=shacl_af.shapes_of((*rules.classify, *rules.gaps)), format="turtle")

    def infer() -> None:
        graph.parse(data=runtime_facts() + reported_ntriples(REPORTED), format="nt")
        shacl_rules(graph, shacl_graph=shapes, advanced=True, inplace=True)

    seconds = {
        "load": timed(lambda: graph.parse(data=ntriples, format="nt")),
        "infer": timed(infer),
    }
    status, rule = rdflib.URIRef(_TPG + "status"), rdflib.URIRef(_TPG + "rule")
    findings = ((s, o) for s, o in graph.subject_objects(status) if (s, rule, None) in graph)
    return {**seconds, "found": Counter(str(o).removeprefix(_TPG) for _, o in findings)}


def _with_ontology(touchpoints: int) -> bytes:
    """The whole ontology and the companies; without dates, which are no datatype of OWL 2."""
    from tpgraph.reason.source import Source

    lines = b"".join(companies(touchpoints)).splitlines(keepends=True)
    return Source().ntriples() + b"".join(x for x in lines if b"XMLSchema#date>" not in x)


def owlrl(touchpoints: int) -> dict[str, Any]:
    """owlrl: the OWL 2 RL closure of ontology and companies (classification alone)."""
    import owlrl as library
    import rdflib

    ntriples, graph = _with_ontology(touchpoints), rdflib.Graph()
    closure = library.DeductiveClosure(library.OWLRL_Semantics)
    seconds = {
        "load": timed(lambda: graph.parse(data=ntriples, format="nt")),
        "infer": timed(lambda: closure.expand(graph)),
    }
    types = graph.subject_objects(rdflib.RDF.type)
    lines = "".join(f"<{s}> <{rdflib.RDF.type}> <{o}> .\n" for s, o in types)
    return {**seconds, "types": len(_types(lines.encode()))}


def hermit(touchpoints: int) -> dict[str, Any]:
    """HermiT through owlready2 (classification alone); loading is part of it."""
    from tpgraph.reason.owl import classify

    ntriples = _with_ontology(touchpoints)
    return {"load": {"cpu": 0, "wall": 0}, "infer": timed(lambda: classify(ntriples))}


def duckdb(touchpoints: int) -> dict[str, Any]:
    """DuckDB on one thread: six of the rules in SQL, counted only."""
    import duckdb as library

    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "triples.tsv"
        sql.write_table(table, companies(touchpoints))
        given = Path(folder) / "ontology.tsv"
        sql.write_table(given, [runtime_facts()])
        connection = library.connect()
        connection.execute("SET threads = 1; CREATE TABLE triples (s TEXT, p TEXT, o TEXT)")
        copy = "COPY triples FROM '{}' (DELIMITER '\t', HEADER false, QUOTE '')"
        loaded = timed(lambda: connection.execute(copy.format(table)))
        connection.execute(copy.format(given))
        found: list[tuple[str, str, int]] = []

        def infer() -> None:
            connection.execute(sql.facts())
            found.extend(connection.execute(sql.findings()).fetchall())

        inferred = timed(infer)
    count = Counter[str]()
    for rule, _, number in found:
        count[rule] += number
    return {"load": loaded, "infer": inferred, "found": count}


ENGINES: dict[str, Callable[[int], dict[str, Any]]] = {
    "tpgraph": lambda touchpoints: in_shards(touchpoints, 1),
    "tpgraph-2": lambda touchpoints: in_shards(touchpoints, 2),
    "as-sets": as_sets,
    "classified": classified,
    "one-store": one_store,
    "rdflib": rdflib,
    "pyshacl": pyshacl,
    "owlrl": owlrl,
    "hermit": hermit,
    "duckdb": duckdb,
}


def main(engine: str, touchpoints: str, limit_s: str = "0") -> int:
    """Prints what a cell found; TOO_LONG where a process of its own was stopped at the limit.

    At so many seconds of the processor it is stopped itself, by the system (0: never).
    """
    limit = int(limit_s)
    if limit:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    try:
        found = (ENGINES | beside.ENGINES)[engine](int(touchpoints))
    except EngineError:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        if limit and spent.ru_utime + spent.ru_stime >= limit - 1:
            return TOO_LONG
        raise
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"mb": peak / 1024, **found}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
