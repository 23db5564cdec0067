"""Builds what is generated from the ontology: closure, run-time facts, indexes, vocabulary.

``tpgraph ontology build`` writes the files, ``tpgraph ontology check`` computes them again and
compares. HermiT gives the closure over named classes; nothing at run time needs Java.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.model import LANGUAGES
from tpgraph.reason import term_list, translations
from tpgraph.reason.catalogue import catalogue_json, read_catalogue
from tpgraph.reason.checks import load_checks
from tpgraph.reason.generate.closure import closure_ntriples, disjoint_pairs
from tpgraph.reason.generate.inventory_shapes import inventory_shapes
from tpgraph.reason.generate.label_index import label_index, labels_in
from tpgraph.reason.generate.runtime_facts import runtime_facts
from tpgraph.reason.generate.vocabulary_module import vocabulary_module
from tpgraph.reason.owl import Classification, classify
from tpgraph.reason.source import OWL, RDF_TYPE, TPG, Source
from tpgraph.resources import ontology_dir

_TOUCHPOINT = TPG + "Touchpoint"


@dataclass(frozen=True, slots=True)
class Built:
    """The generated files by their path: relative to ``ontology/``, and the vocabulary module."""

    ontology: Mapping[str, str]
    vocabulary: str
    classification: Classification
    disjoint: frozenset[tuple[str, str]]


def build(folder: Path | None = None) -> Built:
    """Computes every generated file from the source files.

    Raises OntologyError on a broken source, EngineError where HermiT cannot run.
    """
    source = Source(folder)
    classification = classify(source.ntriples())
    kinds = sorted(
        {s for s, o in classification.subclasses if o == _TOUCHPOINT}
        - set(source.subjects(RDF_TYPE, OWL + "Restriction"))
    )
    disjoint = disjoint_pairs(source, classification)
    root = folder or ontology_dir()
    files = {
        "generated/closure.nt": closure_ntriples(classification, disjoint),
        "generated/runtime.nt": runtime_facts(source, kinds, classification, disjoint),
        "generated/index.json": _json(label_index(source, kinds)),
        "shapes/inventory.ttl": inventory_shapes(load_checks(root)),
    }
    files[term_list.PATH] = term_list.refreshed(source, root)
    files |= translations.refreshed(source, root)
    rules = read_catalogue((root / "rules" / "catalogue.ttl").read_bytes())
    for language in LANGUAGES:
        text = {
            "labels": labels_in(source, language),
            "rules": catalogue_json(rules, language),
        }
        files[f"generated/text.{language}.json"] = _json(text)
    return Built(files, vocabulary_module(source), classification, disjoint)


def write(built: Built, folder: Path | None = None) -> list[Path]:
    """Writes the generated files and returns those that changed."""
    root = folder or ontology_dir()
    module = Path(v.__file__)
    changed = []
    for path, text in [
        *((root / name, text) for name, text in built.ontology.items()),
        (module, built.vocabulary),
    ]:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def stale(built: Built, folder: Path | None = None) -> list[str]:
    """The generated files that are not what their source gives."""
    root = folder or ontology_dir()
    names = [
        name
        for name, text in built.ontology.items()
        if not (root / name).exists() or (root / name).read_text(encoding="utf-8") != text
    ]
    if Path(v.__file__).read_text(encoding="utf-8") != built.vocabulary:
        names.append("vocabulary.py")
    return names


def _json(data: Any) -> str:
    # A line a top-level entry: small and fast to load, and a change can still be read.
    parts = (
        f"{json.dumps(key, ensure_ascii=False)}:"
        f"{json.dumps(data[key], ensure_ascii=False, sort_keys=True, separators=(',', ':'))}"
        for key in sorted(data)
    )
    return "{" + ",\n".join(parts) + "}\n"
