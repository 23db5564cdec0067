"""A graph as compact JSON-LD, and the context that gives its short names their meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from tpgraph.query.names import RDF, TPG
from tpgraph.views.rdf_tree import LANGUAGE_ORDER, PREFIXES, Tree, Value, short

CONTEXT_FILE = "tpgraph-context.jsonld"
_XSD = PREFIXES["xsd"]
_KEYWORDS = {"id": "@id", "type": "@type"}
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")


class JsonLd:
    """Writes a tree as JSON-LD 1.1; the context says how each property's values are to be read."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.names = self._short_names()
        self.kinds = self._kinds()

    def context(self) -> dict[str, Any]:
        """The context: prefixes, and a short name for every property that occurs."""
        terms: dict[str, Any] = {}
        for p, name in sorted(self.names.items(), key=lambda item: item[1]):
            kind = self.kinds[p]
            definition: dict[str, str] = {"@id": short(p) or p}
            if kind == "language":
                definition["@container"] = "@language"
            elif kind == "id":
                definition["@type"] = "@id"
            terms[name] = definition
        return {"@version": 1.1, **_KEYWORDS, **PREFIXES, **terms}

    def nodes(self, order: Iterable[Any]) -> list[dict[str, Any]]:
        """The subjects with a name, in an order, each with what has none inside."""
        subjects = dict.fromkeys([*order, *self.tree.blocks])
        return [self._node(s) for s in subjects if s in self.tree.blocks and self._is_top(s)]

    def text(self, order: Iterable[Any]) -> str:
        """The document: the context by the name of its file, then a node after the other."""
        nodes = ",\n".join(_dump(node) for node in self.nodes(order))
        return f'{{\n"@context": "{CONTEXT_FILE}",\n"@graph": [\n{nodes}\n]\n}}\n'

    def _is_top(self, subject: Any) -> bool:
        return subject not in self.tree.inside

    # ------------------------------------------------------------------------- the short names

    def _properties(self) -> list[str]:
        return sorted({p for b in self.tree.blocks.values() for p, _ in b.properties})

    def _short_names(self) -> dict[str, str]:
        """Each property's name; those of other vocabularies go first, as they are better known."""
        taken = {*_KEYWORDS, *PREFIXES}
        found: dict[str, str] = {}
        for p in sorted(self._properties(), key=lambda p: (p.startswith(TPG), p)):
            whole = short(p)
            if p == RDF + "type" or whole is None:
                continue
            local = whole.partition(":")[2]
            if local not in taken:
                taken.add(local)
                found[p] = local
        return found

    def _kinds(self) -> dict[str, str]:
        """How a property's values are written: texts by language, names, or whatever they are."""
        seen: dict[str, set[str]] = {p: set() for p in self.names}
        for block in self.tree.blocks.values():
            for p, values in block.properties:
                if p in seen:
                    seen[p].update(map(_sort_of, values))
        exact = {frozenset({"language"}): "language", frozenset({"id"}): "id"}
        return {p: exact.get(frozenset(sorts), "value") for p, sorts in seen.items()}

    # ----------------------------------------------------------------------------------- nodes

    def _node(self, subject: Any) -> dict[str, Any]:
        node: dict[str, Any] = {}
        if isinstance(subject, ox.NamedNode):
            node["id"] = short(subject.value) or subject.value
        elif self._is_top(subject):
            node["id"] = str(subject)
        for p, values in self.tree.blocks[subject].properties:
            if p == RDF + "type" and all(isinstance(v, ox.NamedNode) for v in values):
                node["type"] = _one([short(v.value) or v.value for v in values])
                continue
            name = self.names.get(p) or short(p) or p
            kind = self.kinds.get(p, "value")
            if kind == "language":
                node[name] = _by_language(values)
            else:
                node[name] = _one([self._value(v, kind) for v in values])
        return node

    def _value(self, value: Value, kind: str) -> Any:
        if isinstance(value, ox.Literal):
            return _literal(value)
        items = self.tree.items(value)
        if items is not None:
            return {"@list": [self._value(item, "value") for item in items]}
        if value in self.tree.inside:
            return self._node(value)
        name = str(value) if isinstance(value, ox.BlankNode) else short(value.value) or value.value
        return name if kind == "id" else {"id": name}


def _sort_of(value: Value) -> str:
    if isinstance(value, ox.Literal):
        return "language" if value.language else "value"
    return "id"


def _by_language(values: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for value in sorted(values, key=lambda v: LANGUAGE_ORDER.get(v.language, 9)):
        found.setdefault(value.language, []).append(value.value)
    return {language: _one(texts) for language, texts in found.items()}


def _literal(literal: ox.Literal) -> Any:
    text, datatype = literal.value, literal.datatype.value
    if literal.language:
        return {"@value": text, "@language": literal.language}
    if datatype == _XSD + "string":
        return text
    if datatype == _XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    if datatype == _XSD + "integer" and _INTEGER.fullmatch(text) and len(text) < 16:
        return int(text)
    return {"@value": text, "@type": short(datatype) or datatype}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _dump(node: dict[str, Any]) -> str:
    """A node with a line a property, and everything below that on it."""
    lines = ",\n".join(
        f"  {json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in node.items()
    )
    return f"{{\n{lines}\n}}"
