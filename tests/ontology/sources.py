"""Copies of the ontology's source with something added: what a person might write."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import ROOT

PREFIXES = """@prefix tpg: <https://w3id.org/tpgraph/ontology#> .
@prefix statement: <https://w3id.org/tpgraph/statement/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""


def copy_with(text: str, folder: Path, *without: str) -> Path:
    """A copy of ``ontology/`` with one more file of kinds; ``without`` names what is left out."""
    copy = folder / "ontology"
    shutil.copytree(ROOT / "ontology", copy, ignore=shutil.ignore_patterns("generated", *without))
    (copy / "kinds" / "zz_added.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return copy
