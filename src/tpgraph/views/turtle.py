"""A graph as Turtle that people like to read: sections, short names, a line a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

import pyoxigraph as ox

from tpgraph.query.names import RDF
from tpgraph.views.rdf_tree import PREFIXES, Block, Node, Tree, Value, short

_XSD = PREFIXES["xsd"]
# Literals that Turtle writes without quotes.
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    _XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    _XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Values of several languages that are no longer than this stand on one line.
_SHORT = 140
_TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def turtle(tree: Tree, sections: Sequence[tuple[str, Iterable[Node]]], head: str) -> str:
    """The whole graph. ``sections`` are headings with their subjects; ``head`` is a comment.

    Subjects that no section names follow at the end. Raises nothing: every graph can be written.
    """
    lines = [f"# {head}"]
    lines += [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items()]
    written: set[Node] = set(tree.inside)
    rest = ("Others", tuple(tree.blocks))
    for title, subjects in (*sections, rest):
        blocks = [tree.blocks[s] for s in dict.fromkeys(subjects) if s not in written]
        if blocks:
            heading = " ".join(title.split())
            lines += ["", f"# {'-' * max(4, 96 - len(heading))} {heading}"]
        for block in blocks:
            written.add(block.subject)
            lines += ["", _subject(block, tree)]
    return "\n".join(lines) + "\n"


def _subject(block: Block, tree: Tree) -> str:
    return f"{_term(block.subject, tree)} {_properties(block, tree, 4)} ."


def _properties(block: Block, tree: Tree, indent: int) -> str:
    pad = " " * indent
    parts = [
        f"{'a' if p == RDF + 'type' else _iri(p)} {_values(values, tree, indent)}"
        for p, values in block.properties
    ]
    return f" ;\n{pad}".join(parts)


def _values(values: Sequence[Value], tree: Tree, indent: int) -> str:
    """Values with commas between; each language has a line to itself where there is much."""
    pad = " " * (indent + 4)
    lines = [
        " , ".join(_term(value, tree, indent + 4) for value in group)
        for _, group in groupby(values, key=_line_of)
    ]
    together = " , ".join(lines)
    if len(lines) > 1 and len(together) <= _SHORT and "\n" not in together:
        return together
    return f" ,\n{pad}".join(lines)


def _line_of(value: Value) -> str:
    if isinstance(value, ox.Literal):
        return value.language or "literal"
    return "name" if isinstance(value, ox.NamedNode) else value.value


def _term(term: Value, tree: Tree, indent: int = 4) -> str:
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        return _literal(term)
    items = tree.items(term)
    if items is not None:
        return f"( {' '.join(_term(item, tree, indent) for item in items)} )"
    if term not in tree.inside:
        return str(term)
    block = tree.blocks[term]
    if all(len(values) == 1 for _, values in block.properties) and not any(
        isinstance(v, ox.BlankNode) for _, values in block.properties for v in values
    ):
        parts = (
            f"{'a' if p == RDF + 'type' else _iri(p)} {_term(values[0], tree)}"
            for p, values in block.properties
        )
        return f"[ {' ; '.join(parts)} ]"
    return f"[ {_properties(block, tree, indent + 4)} ]"


def _iri(iri: str) -> str:
    return short(iri) or str(ox.NamedNode(iri))


def _literal(literal: ox.Literal) -> str:
    text, datatype = literal.value, literal.datatype.value
    if datatype in _BARE and _BARE[datatype].fullmatch(text):
        return text
    quoted = f'"{_TO_ESCAPE.sub(_escape, text)}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    return quoted if datatype == _XSD + "string" else f"{quoted}^^{_iri(datatype)}"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"
