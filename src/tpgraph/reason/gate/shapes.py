"""Runs the SHACL shapes over the source with pySHACL: the only module that imports it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from tpgraph.errors import EngineError
from tpgraph.model import LANGUAGES
from tpgraph.reason.gate.report import ERROR, WARNING, Fault
from tpgraph.reason.gate.source import Source, short

SHAPE = "https://w3id.org/tpgraph/shape/"
_SH = "http://www.w3.org/ns/shacl#"
_LANGUAGE_NAMES = {
    "en": "English",
    "ro": "Romanian",
    "ru": "Russian",
    "fa": "Persian",
    "it": "Italian",
}
_RESULTS = f"""PREFIX sh: <{_SH}>
SELECT ?shape ?term ?path ?value ?component ?severity WHERE {{
  ?result a sh:ValidationResult ; sh:sourceShape ?shape ; sh:focusNode ?term ;
    sh:sourceConstraintComponent ?component ; sh:resultSeverity ?severity .
  OPTIONAL {{ ?result sh:resultPath ?path }}
  OPTIONAL {{ ?result sh:value ?value }}
}}"""


def names(source: Source) -> list[str]:
    """The checks that the shapes make: each shape with an IRI and something to say."""
    return sorted(iri.removeprefix(SHAPE) for iri in _texts(source))


def find(source: Source) -> Iterator[Fault]:
    """The faults that the shapes find, catalogues included; nothing is inferred first.

    Raises EngineError where pySHACL is not installed.
    """
    import pyoxigraph as ox

    shapes = (source.root / "shapes" / "ontology.ttl").read_bytes()
    texts = _texts(source)
    for row in validate(source.ntriples(catalogues=True), shapes).query(_RESULTS):
        check = row["shape"].value.removeprefix(SHAPE)
        term = str(row["term"].value)
        level = WARNING if row["severity"].value == _SH + "Warning" else ERROR
        message, mend = texts[row["shape"].value]
        detail = _detail(source, row)
        said = message.replace("{term}", short(term)) + (f" ({detail})" if detail else "")
        value = row["value"].value if isinstance(row["value"], ox.Literal) else ""
        yield source.fault(level, check, term, said, mend, value)


def validate(ntriples: bytes, shapes: bytes) -> Any:
    """PySHACL's report on a graph, in a pyoxigraph store; ``shapes`` is Turtle.

    Raises EngineError where pySHACL is not installed.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise EngineError("pySHACL is not installed: `pip install pyshacl`.") from error
    import pyoxigraph as ox

    with warnings.catch_warnings():
        # pySHACL calls what rdflib has deprecated, hundreds of thousands of times.
        warnings.simplefilter("ignore", DeprecationWarning)
        _, report, _ = pyshacl.validate(
            ntriples,
            data_graph_format="nt",
            shacl_graph=shapes,
            shacl_graph_format="turtle",
            inference="none",
            advanced=True,
        )
    store: Any = ox.Store()
    store.load(input=report.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    return store


def _texts(source: Source) -> dict[str, tuple[str, str]]:
    """What each shape says and how to mend it, by IRI."""
    import pyoxigraph as ox

    store: Any = ox.Store()
    store.load(path=str(source.root / "shapes" / "ontology.ttl"), format=ox.RdfFormat.TURTLE)
    query = (
        f"PREFIX sh: <{_SH}> PREFIX shape: <{SHAPE}> "
        "SELECT ?shape ?message ?mend WHERE { ?shape sh:message ?message ; shape:mend ?mend }"
    )
    return {r["shape"].value: (r["message"].value, r["mend"].value) for r in store.query(query)}


def _detail(source: Source, row: Any) -> str:
    """Which language is missing or doubled, or which value is wrong."""
    import pyoxigraph as ox

    component = row["component"].value.removeprefix(_SH)
    if component == "MinCountConstraintComponent" and isinstance(row["path"], ox.NamedNode):
        found = [
            quad.object.language
            for quad in source.store.quads_for_pattern(row["term"], row["path"], None, None)
            if isinstance(quad.object, ox.Literal)
        ]
        missing = [_LANGUAGE_NAMES[tag] for tag in LANGUAGES if tag not in found]
        if all(found) and missing:
            return f"none in {', '.join(missing)}" if found else "none"
        return ""
    value = row["value"]
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        return short(value.value) if value != row["term"] else ""
    if isinstance(value, ox.Literal):
        tag = f"@{value.language}" if value.language else ""
        return f"“{value.value[:60]}”{tag}"
    return ""
