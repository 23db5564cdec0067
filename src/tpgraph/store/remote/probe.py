"""Asks a server, when it is first spoken to, for all that rules need; names what it lacks.

Each feature is a pattern that finds something in the probe's own few triples where the server
does it as SPARQL 1.1 says, and finds nothing, or fails, where it does not.
"""

from __future__ import annotations

from collections.abc import Mapping

from tpgraph.errors import EngineError, QueryError
from tpgraph.phrases import phrase
from tpgraph.store.remote.runs import Run, copying
from tpgraph.store.remote.server import Server

_P = "https://w3id.org/tpgraph/probe#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_PREFIXES = f"PREFIX p: <{_P}>\nPREFIX xsd: <{_XSD}>\n"
# Two graphs that are asked together, and one that must not be seen.
_FIRST = f"""<{_P}a> <{_P}next> <{_P}b> .
<{_P}a> <{_P}cost> "1.5"^^<{_XSD}decimal> .
<{_P}b> <{_P}cost> "3"^^<{_XSD}integer> .
<{_P}a> <{_P}is> "true"^^<{_XSD}boolean> .
<{_P}a> <{_P}day> "2026-03-01"^^<{_XSD}date> .
<{_P}a> <{_P}text> "ș|خرید" .
""".encode()
_SECOND = f"<{_P}b> <{_P}next> <{_P}c> .\n".encode()
_HIDDEN = f"<{_P}c> <{_P}next> <{_P}d> .\n".encode()

# Feature, by its name in SPARQL, to a pattern that has a solution where the server can do it.
FEATURES: Mapping[str, str] = {
    "default-graph-uri": "p:a p:next ?b . ?b p:next p:c .",
    "named graphs": "p:b p:next p:c FILTER NOT EXISTS { p:c p:next ?d }",
    "VALUES": "VALUES (?x ?y) { (1 2) (UNDEF 3) } FILTER (!BOUND(?x) && ?y = 3)",
    "BIND": "p:a p:next ?b BIND (IF(1 = 1, ?nothing, 1) AS ?u) FILTER (!BOUND(?u))",
    "COALESCE": "p:a p:next ?b BIND (COALESCE(?nothing, 4) AS ?u) FILTER (?u = 4)",
    "BIND (EXISTS)": "p:a p:next ?b BIND (EXISTS { ?b p:next ?c } && NOT EXISTS { ?b p:is ?i } "
    "AS ?e) BIND (IF(?e, p:yes, p:no) AS ?said) FILTER (?said = p:yes)",
    "FILTER NOT EXISTS": "?x p:cost ?c FILTER NOT EXISTS { ?x p:is true } FILTER (?x = p:b)",
    "OPTIONAL": "p:a p:next ?b OPTIONAL { p:b p:cost ?c FILTER (?b = p:b && ?c = 4) } "
    "FILTER (!BOUND(?c))",
    "UNION": "{ p:a p:no ?x } UNION { p:b p:next ?x } FILTER (?x = p:c)",
    "SELECT in SELECT": "p:a p:next ?b { SELECT (COUNT(DISTINCT ?x) AS ?n) (SUM(?c) AS ?sum) "
    "(MIN(?c) AS ?min) (MAX(?c) AS ?max) WHERE { ?x p:cost ?c } } "
    "FILTER (?n = 2 && ?sum = 4.5 && ?min = 1.5 && ?max = 3)",
    "GROUP BY … HAVING": "{ SELECT ?x (COUNT(*) AS ?n) WHERE { ?x p:next|p:cost ?y } GROUP BY ?x "
    "HAVING (COUNT(*) > 1) } FILTER (?x = p:a && ?n = 2)",
    "property path +": "p:a p:next+ p:c FILTER NOT EXISTS { p:c p:next+ ?z }",
    "property path ^ |": "p:c (^p:next|p:day)+ p:a",
    "SHA256": 'p:a p:text ?t BIND (SUBSTR(SHA256(CONCAT(?t, "|", STR(p:a))), 1, 20) AS ?hash) '
    'FILTER (?hash = "{hash}")',
    "IRI": 'p:a p:next ?b BIND (IRI(CONCAT(STR(?b), "/x")) AS ?iri) FILTER (isIRI(?iri) && '
    'STR(?iri) = CONCAT(STR(p:b), "/x"))',
    "REPLACE": 'p:a p:next ?b FILTER (REPLACE("https://www.x.org/", "^https?://(www[.])?", "") '
    '= "x.org/")',
    "REGEX": 'p:a p:text ?t FILTER (REGEX(STR(p:a), "#A$", "i"))',
    "STRLEN": 'p:a p:text ?t FILTER (STRLEN(?t) = 6 && LCASE("AȘ") = "aș")',
    "STRBEFORE": 'p:a p:text ?t FILTER (STRBEFORE(?t, "|") = "ș" && STRAFTER(STR(p:a), "#") = "a"'
    ' && STRSTARTS(?t, "ș"))',
    "ROUND": "p:a p:cost ?c FILTER (ROUND(?c * 1000 / 7) / 1000 = 0.214 && ABS(0 - ?c) = 1.5 && "
    "FLOOR(?c) = 1 && CEIL(?c) = 2)",
    "xsd:decimal": "p:a p:cost ?c FILTER (DATATYPE(?c) = xsd:decimal && DATATYPE(?c + 1) = "
    "xsd:decimal && 1.0 / 4 = 0.25)",
    "xsd:integer": "p:b p:cost ?c FILTER (DATATYPE(?c) = xsd:integer && DATATYPE(?c * 2) = "
    "xsd:integer)",
    "xsd:boolean": "p:a p:is true ; p:is ?i FILTER (?i && DATATYPE(?i) = xsd:boolean)",
    "xsd:date": 'p:a p:day ?d FILTER (?d < "2026-11-02"^^xsd:date && ?d > "2025-12-31"^^xsd:date)',
}


def require_all(server: Server, run: Run) -> None:
    """Raises EngineError that names what the server cannot do; leaves its graphs to the run."""
    _require_updates(server, run)
    graphs = (run.graph("probe-1"), run.graph("probe-2"))
    if missing := _missing(server, graphs):
        names = ", ".join(missing)
        raise EngineError(phrase("engine.cannot", host=server.place.host, features=names))


def _require_updates(server: Server, run: Run) -> None:
    """Writing, copying and dropping: each is looked at from outside."""
    one, two, three = (run.graph(f"probe-{n}") for n in (1, 2, 3))

    def insert() -> None:
        server.add(one, _FIRST)
        server.add(three, _SECOND)

    def copy() -> None:
        server.update(copying(three, two))

    def drop() -> None:
        server.update(f"DROP SILENT GRAPH <{three}> ;\nDROP SILENT GRAPH <{three}>")

    def several() -> None:
        server.update(
            f"INSERT DATA {{ GRAPH <{three}> {{ {_HIDDEN.decode()} <{_P}c> <{_P}is> 1 }} }} ;\n"
            f"DELETE WHERE {{ GRAPH <{three}> {{ ?left <{_P}is> ?it }} }}"
        )

    # Each step with how many triples the three graphs have after it.
    steps = {
        "INSERT DATA": (insert, (6, 0, 1)),
        "INSERT WHERE": (copy, (6, 1, 1)),
        "DROP GRAPH": (drop, (6, 1, 0)),
        "DELETE WHERE": (several, (6, 1, 1)),
    }
    for name, (step, counts) in steps.items():
        try:
            step()
            found = tuple(server.count(graph) for graph in (one, two, three))
        except QueryError as error:
            raise _cannot(server, name) from error
        if found != counts:
            raise _cannot(server, name)


def _cannot(server: Server, feature: str) -> EngineError:
    return EngineError(phrase("engine.cannot", host=server.place.host, features=feature))


def _missing(server: Server, graphs: tuple[str, ...]) -> list[str]:
    """The features that the server lacks: all asked at once, one by one where that does not do."""
    asked = {name: _pattern(name) for name in FEATURES}
    branches = " UNION\n".join(
        f"{{ {{ SELECT (COUNT(*) AS ?n{i}) WHERE {{ {text} }} }} FILTER (?n{i} > 0) "
        f'BIND ("{name}" AS ?feature) }}'
        for i, (name, text) in enumerate(asked.items())
    )
    try:
        table = server.select(f"{_PREFIXES}SELECT ?feature WHERE {{ {branches} }}", graphs)
        found = {getattr(row[0], "value", None) for row in table.rows}
        if found >= asked.keys():
            return []
    except (QueryError, EngineError):
        pass  # some server fails as a whole for one feature
    return [name for name, text in asked.items() if not _can(server, text, graphs)]


def _can(server: Server, pattern: str, graphs: tuple[str, ...]) -> bool:
    try:
        query = f"{_PREFIXES}SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
        ((count,),) = server.select(query, graphs).rows
    except (QueryError, EngineError, ValueError):
        return False
    return getattr(count, "value", "0") != "0"


def _pattern(name: str) -> str:
    if name != "SHA256":
        return FEATURES[name]
    import hashlib

    hashed = hashlib.sha256(f"ș|خرید|{_P}a".encode()).hexdigest()
    return FEATURES[name].replace("{hash}", hashed[:20])
