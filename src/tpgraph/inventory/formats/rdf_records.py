"""Makes a table of a graph: which nodes are touchpoints, which the company, what they state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tpgraph.inventory.addresses import host_of
from tpgraph.inventory.dates import iso_date
from tpgraph.inventory.formats.records import table_of_records
from tpgraph.inventory.formats.schema_org import SCHEMA, mapped
from tpgraph.inventory.formats.typed import UNKNOWN_TEXT, unmistakable
from tpgraph.inventory.messages import input_error, problem, shown
from tpgraph.inventory.numbers import Reading, read_number
from tpgraph.inventory.recognise import PLATFORMS, Index
from tpgraph.inventory.table import CompanyData, Table
from tpgraph.model import Place, Problem
from tpgraph.phrases import Term
from tpgraph.resources import ontology_dir
from tpgraph.vocabulary import COLUMNS, NAMESPACE

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = f"{_RDF}type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NAMES = (
    _LABEL,
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    f"{SCHEMA}name",
    "http://xmlns.com/foaf/0.1/name",
    "http://purl.org/dc/terms/title",
)
_FACT = f"{NAMESPACE}Fact"
_TOUCHPOINT, _COMPANY = f"{NAMESPACE}Touchpoint", f"{NAMESPACE}Company"
_PROPERTIES = {c.property_iri: name for name, c in COLUMNS.items() if name not in ("name", "type")}
_COLUMN_IRIS = {c.iri: name for name, c in COLUMNS.items()}
_COMPANY_KEYS = {
    f"{NAMESPACE}industry": ("industry", "industries"),
    f"{NAMESPACE}size": ("size", "companySizes"),
    f"{NAMESPACE}sells": ("sells", "offers"),
    f"{NAMESPACE}companyGoal": ("goals", "goals"),
    f"{NAMESPACE}understandingMethod": ("understanding_methods", "understandingMethods"),
    f"{NAMESPACE}sellsOnline": ("sells_online", ""),
    f"{NAMESPACE}hasStore": ("has_store", ""),
}
_NONE_OF_COMPANY = {
    f"{NAMESPACE}goalsColumn": "goals",
    f"{NAMESPACE}understandingMethods": "understanding_methods",
}
_BOUND = re.compile(re.escape(NAMESPACE) + r"([a-z]+(?:[A-Z][a-z]+)*(?:Max|Min|Days)|languages)")


class Text(NamedTuple):
    """A literal: its text, datatype IRI and language."""

    value: str
    datatype: str
    language: str | None = None


@dataclass
class Node:
    """What is said of a subject: objects by property; ``line`` is where it is first spoken of."""

    line: int
    values: dict[str, list[str | Text]] = field(default_factory=dict)


class Graph:
    """A graph by subject, in the order of the file; schema.org is called by one namespace."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}

    def add(self, subject: str, predicate: str, value: str | Text, line: int) -> None:
        """Add a statement that ends on ``line``."""
        node = self.nodes.get(subject)
        if node is None:
            node = self.nodes[subject] = Node(line)
        if predicate == _TYPE and isinstance(value, str):
            value = _one_schema(value)
        node.values.setdefault(_one_schema(predicate), []).append(value)


def _one_schema(iri: str) -> str:
    for start in ("http://schema.org/", "https://www.schema.org/", "http://www.schema.org/"):
        if iri.startswith(start):
            return SCHEMA + iri[len(start) :]
    return iri


def table_of_graph(path: Path, graph: Graph, index: Index) -> Table:
    """The touchpoints of a graph, and the company it describes.

    Raises InputError where there are no touchpoints, or several companies.
    """
    return _Reader(path, graph, index).read()


class _Reader:
    def __init__(self, path: Path, graph: Graph, index: Index) -> None:
        self._path, self._graph, self._index = path, graph, index
        self._problems: list[Problem] = []
        self._names = {iri: self._name(node) for iri, node in graph.nodes.items()}
        self._kinds: dict[str, list[str]] = {}
        self._stated_types = self._find_stated_types()

    def _find_stated_types(self) -> set[tuple[str, str]] | None:
        """In what tpgraph wrote, the types that were stated; the others were inferred."""
        facts = [n.values for n in self._graph.nodes.values() if _FACT in n.values.get(_TYPE, ())]
        if not facts:
            return None
        stated = set()
        for fact in facts:
            subject, predicate, value = (
                str(fact.get(f"{_RDF}{part}", [""])[0])
                for part in ("subject", "predicate", "object")
            )
            if predicate == _TYPE:
                stated.add((subject, value))
        return stated

    def read(self) -> Table:
        for iri, node in self._graph.nodes.items():
            kinds = self._kinds_of(iri, node)
            if kinds is not None:
                self._kinds[iri] = kinds
        company = self._company()
        return table_of_records(
            self._path,
            self._records(),
            self._index,
            separators="|",
            problems=self._problems,
            company=company,
        )

    def _place(self, node: Node, column: str | None = None) -> Place:
        return Place(self._path.name, row=node.line, column=column)

    def _name(self, node: Node) -> str:
        for predicate in _NAMES:
            texts = [v for v in node.values.get(predicate, ()) if isinstance(v, Text)]
            if texts:
                plain = [t for t in texts if not t.language]
                english = [t for t in texts if t.language and t.language.startswith("en")]
                return (plain or english or texts)[0].value
        return ""

    # --------------------------------------------------------------------------- touchpoints

    def _kinds_of(self, subject: str, node: Node) -> list[str] | None:
        """The kinds of a touchpoint; None for a node that is none."""
        types = [t for t in node.values.get(_TYPE, ()) if isinstance(t, str)]
        if self._stated_types is not None:
            types = [t for t in types if (subject, t) in self._stated_types]
        kinds: list[str] = []
        is_touchpoint = False
        for iri in types:
            if iri == _TOUCHPOINT:
                is_touchpoint = True
            elif iri.startswith(NAMESPACE) and self._index.label_of_term(None, iri):
                kinds.append(iri)
            elif iri.startswith(SCHEMA):
                found = mapped().kinds.get(iri.removeprefix(SCHEMA))
                if found is not None:
                    kinds.append(found[0])
                    if found[1]:
                        self._report_close(node, iri, found[0])
        if not is_touchpoint and not kinds:
            return None
        return _most_specific(list(dict.fromkeys(kinds)))

    def _report_close(self, node: Node, theirs: str, ours: str) -> None:
        place = self._place(node, "type")
        self._problems.append(problem("kind-close", place, value=theirs, kind=Term(ours)))

    def _records(self) -> Iterator[tuple[int, dict[str, str]]]:
        for iri, kinds in self._kinds.items():
            node = self._graph.nodes[iri]
            labels = (self._index.label_of_term(None, kind) or kind for kind in kinds)
            record = {"name": self._names[iri], "type": "|".join(labels)}
            for predicate, values in node.values.items():
                column = self._column(predicate)
                if column is not None:
                    texts = [self._text(column, value) for value in values]
                    before = [record[column]] if record.get(column) else []
                    record[column] = "|".join(dict.fromkeys([*before, *filter(None, texts)]))
                elif predicate not in (_TYPE, *_NAMES) and not predicate.startswith(NAMESPACE):
                    # Kept, and reported as a column that is not known.
                    texts = [v.value if isinstance(v, Text) else v for v in values]
                    record[predicate] = "|".join(texts)
            self._add_platform(node, record)
            self._add_stated(node, record)
            yield node.line, record

    def _column(self, predicate: str) -> str | None:
        if predicate.startswith(SCHEMA):
            column = mapped().columns.get(predicate.removeprefix(SCHEMA))
            return None if column == "name" else column
        return _PROPERTIES.get(predicate)

    def _text(self, column: str, value: str | Text) -> str:
        if isinstance(value, Text):
            is_number = COLUMNS[column].holds == "number" and value.datatype != f"{_XSD}string"
            return unmistakable(value.value) if is_number else value.value
        holds = COLUMNS[column].holds
        if holds in ("concept", "kind"):
            return self._index.label_of_term(COLUMNS[column].scheme, value) or value
        if holds == "links":
            return self._names.get(value) or value
        return self._names.get(value) or value

    def _add_platform(self, node: Node, record: dict[str, str]) -> None:
        """A platform that neither the channel nor the address names is named in the channel."""
        for platform in node.values.get(f"{NAMESPACE}platform", ()):
            if not isinstance(platform, str):
                continue
            label = self._index.label_of_term(PLATFORMS, platform)
            written = record.get("channel", "")
            named = {i for w in written.split("|") for i in self._index.terms(PLATFORMS, w)}
            host = host_of(record.get("url", "").split("|")[0])
            if host:
                named.add(self._index.platform_of_host(host) or "")
            if label and platform not in named:
                record["channel"] = f"{written}|{label}" if written else label

    def _add_stated(self, node: Node, record: dict[str, str]) -> None:
        """What is stated to be none, and what somebody wrote that was not understood."""
        for name, text in (("statedNone", "none"), ("unclear", UNKNOWN_TEXT)):
            for iri in node.values.get(NAMESPACE + name, ()):
                column = _COLUMN_IRIS.get(iri) if isinstance(iri, str) else None
                if column and column != "name" and not record.get(column):
                    record[column] = text

    # ---------------------------------------------------------------------------- the company

    def _company(self) -> CompanyData | None:
        found = [i for i, n in self._graph.nodes.items() if _COMPANY in n.values.get(_TYPE, ())]
        if not found:
            found = [
                iri
                for iri, node in self._graph.nodes.items()
                if iri not in self._kinds
                and any(
                    isinstance(t, str) and t.removeprefix(SCHEMA) in mapped().companies
                    for t in node.values.get(_TYPE, ())
                    if str(t).startswith(SCHEMA)
                )
            ]
            found = found if len(found) == 1 else []
        if not found:
            return None
        if len(found) > 1:
            place = Place(str(self._path))
            said = tuple(shown(self._names[iri] or iri) for iri in found[:5])
            raise input_error("several-companies", place, companies=said)
        node = self._graph.nodes[found[0]]
        values: dict[str, Any] = {}
        if self._names[found[0]]:
            values["name"] = self._names[found[0]]
        for predicate, objects in node.values.items():
            self._add_to_company(predicate, objects, values)

        def place_of(key: str, table: str, _: int) -> Place:
            return self._place(node, f"{table}.{key}" if table else key)

        return CompanyData(values, place_of)

    def _add_to_company(
        self, predicate: str, objects: list[str | Text], values: dict[str, Any]
    ) -> None:
        if predicate in _COMPANY_KEYS:
            key, scheme = _COMPANY_KEYS[predicate]
            texts = [
                o.value
                if isinstance(o, Text)
                else self._index.label_of_term(NAMESPACE + scheme, o) or o
                for o in objects
            ]
            is_one = key in ("industry", "size", "sells_online", "has_store") and len(texts) == 1
            values[key] = texts[0] if is_one else texts
        elif predicate == f"{NAMESPACE}complete":
            if any(isinstance(o, Text) and o.value in ("true", "1") for o in objects):
                values["complete"] = True
            else:
                said = [o.value if isinstance(o, Text) else o for o in objects]
                values["complete"] = [_COLUMN_IRIS.get(s, s) for s in said]
        elif predicate == f"{NAMESPACE}statedNone":
            for iri in objects:
                key = _NONE_OF_COMPANY.get(str(iri), "")
                if key:
                    values.setdefault(key, [])
        elif bound := _BOUND.fullmatch(predicate):
            name = re.sub(r"(?<!^)(?=[A-Z])", "_", bound[1]).lower()
            found = [_bound(o) for o in objects if isinstance(o, Text)]
            values.setdefault("bounds", {})[name] = found[0] if len(found) == 1 else found


def _bound(text: Text) -> Any:
    if text.datatype == f"{_XSD}string" or text.language:
        return text.value
    if text.datatype == f"{_XSD}boolean":
        return text.value in ("true", "1")
    if text.datatype == f"{_XSD}date":
        return iso_date(text.value) or text.value
    reading = read_number(unmistakable(text.value))
    if not isinstance(reading, Reading):
        return text.value
    number = reading.number
    return int(number) if number == int(number) else float(number)


def _most_specific(kinds: list[str]) -> list[str]:
    """``kinds`` without those that another one is a special case of."""
    if len(kinds) < 2:
        return kinds
    above = _superclasses()
    return [k for k in kinds if not any(k in above.get(o, ()) for o in kinds if o != k)]


@cache
def _superclasses() -> dict[str, frozenset[str]]:
    """The superclasses of each kind, from the closure that travels with the ontology."""
    text = (ontology_dir() / "generated" / "closure.nt").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for below, above in _pairs(text.splitlines()):
        found.setdefault(below, set()).add(above)
    return {kind: frozenset(classes - {kind}) for kind, classes in found.items()}


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        parts = line.split()
        if len(parts) == 4 and parts[1].endswith("#subClassOf>"):
            yield parts[0][1:-1], parts[2][1:-1]
