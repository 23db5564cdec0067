"""Terms that nothing uses, and names that no term has.

A term's own description is no use of it. Used is what another term, a statement, a rule, a check,
a shape, a named query or tpgraph's own code speaks of; a concept that belongs to a scheme; a kind,
which is a value of the column ``type`` as a concept is of its column; and a class that is defined
by a value of a column.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tpgraph.reason.gate.expressions import TYPE, Graph, is_blank, is_iri, owner
from tpgraph.reason.gate.report import ERROR, Fault
from tpgraph.reason.gate.source import SKOS, TPG, Source, short

CHECK = "unused-term"
UNKNOWN = "unknown-name"
_CURIE = re.compile(r"(?<![\w:-])tpg:([A-Za-z]\w*)")
_NOT_COMMENT = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*")
_QUERIES = ("rules", "queries", "checks", "pitfalls")


def find(source: Source) -> Iterator[Fault]:
    """Terms that nothing uses."""
    graph = Graph.of_source(source)
    terms = _terms(graph)
    used = _used_in_graph(graph, source) | {
        TPG + name for name in _named_in_files(source.root) | _named_in_code(set(terms))
    }
    for term in sorted(terms.keys() - used):
        yield source.fault(
            ERROR,
            CHECK,
            term,
            f"Nothing uses {short(term)}",
            "Let a statement, a rule, a query or another term speak of it, or take it out",
        )


def find_unknown(source: Source) -> Iterator[Fault]:
    """Names in rules, queries, checks and in the source that the ontology does not declare."""
    graph = Graph.of_source(source)
    declared = {
        s.value for s, p, _ in graph.triples if p == TYPE and is_iri(s) and s.value.startswith(TPG)
    }
    for s, _, o in graph.triples:
        if is_iri(o) and o.value.startswith(TPG) and o.value not in declared:
            term = s.value if is_iri(s) else owner(graph, s)
            yield source.fault(
                ERROR,
                UNKNOWN,
                term,
                f"{short(term)} speaks of {short(o.value)}, which is no term",
                "Mend the name, or describe the term",
            )
    for path in _query_files(source.root):
        text = path.read_text(encoding="utf-8")
        bare = _bare(text)
        for match in _CURIE.finditer(bare):
            if TPG + match[1] not in declared:
                before = bare[: match.start()]
                yield Fault(
                    ERROR,
                    UNKNOWN,
                    TPG + match[1],
                    f"{source.root.name}/{path.relative_to(source.root).as_posix()}",
                    before.count("\n") + 1,
                    match.start() - (before.rfind("\n") + 1) + 1,
                    f"tpg:{match[1]} is no term of the ontology",
                    "Mend the name, or describe the term",
                )


def _terms(graph: Graph) -> dict[str, set[str]]:
    """Our own terms and their types."""
    found: dict[str, set[str]] = {}
    for s, p, o in graph.triples:
        if p == TYPE and is_iri(s) and s.value.startswith(TPG):
            found.setdefault(s.value, set()).add(o.value)
    return found


def _used_in_graph(graph: Graph, source: Source) -> set[str]:
    used = {p for _, p, _ in graph.triples}
    kinds = {row["kind"].value for row in source.rows(_KINDS)}
    defined = {row["class"].value for row in source.rows(_DEFINED)}
    used |= kinds | defined | {q.predicate.value for q in source.quads()}
    for s, p, o in graph.triples:
        s_name = owner(graph, s) if is_blank(s) else s.value
        if p == SKOS + "inScheme":
            used |= {s_name, o.value}
        elif is_iri(o) and o.value != s_name:
            used.add(o.value)
    used |= {q.object.value for q in source.quads() if is_iri(q.graph_name) and is_iri(q.object)}
    return used


_KINDS = "SELECT ?kind WHERE { ?kind rdfs:subClassOf+ tpg:Touchpoint }"
_DEFINED = """SELECT ?class WHERE {
  ?class tpg:definedByValue ?value . ?value skos:inScheme ?scheme . ?column tpg:columnScheme ?scheme
}"""


def _bare(text: str) -> str:
    """A SPARQL or Turtle text with its comments blanked, every character in its place."""
    return _NOT_COMMENT.sub(
        lambda m: " " * len(m.group()) if m.group().startswith("#") else m.group(), text
    )


def _query_files(root: Path) -> list[Path]:
    return [path for name in _QUERIES for path in sorted((root / name).rglob("*.rq"))]


def _named_in_files(root: Path) -> set[str]:
    """The terms that queries, shapes and catalogues name, comments aside."""
    found: set[str] = set()
    for path in [*_query_files(root), *sorted((root / "shapes").glob("*.ttl"))]:
        if path.parent.name == "pitfalls":
            continue  # what looks for faults in terms does not use them
        found |= set(_CURIE.findall(_bare(path.read_text(encoding="utf-8"))))
    return found


def _named_in_code(terms: set[str]) -> set[str]:
    """The terms that tpgraph's own modules name as strings, where they speak of the namespace."""
    names = {term.removeprefix(TPG) for term in terms}
    package = Path(__file__).resolve().parents[2]
    found: set[str] = set()
    for path in sorted(package.rglob("*.py")):
        if path.name == "vocabulary.py" or path.parent == Path(__file__).resolve().parent:
            continue
        text = path.read_text(encoding="utf-8")
        if "NAMESPACE" not in text and "tpg(" not in text and "tpg:" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} & names
                found |= set(_CURIE.findall(node.value))
    return found
