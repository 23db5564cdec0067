"""The exported ontology: four spellings of one graph, the same every time, overwriting nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from tests.views.small_ontology import small_ontology
from tpgraph.errors import CallError, OntologyError
from tpgraph.query.terms import Book
from tpgraph.views.ontology_export import FORMATS, export_ontology, merged

TPG = "https://w3id.org/tpgraph/ontology#"
FILES = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_ontology(tmp_path_factory.mktemp("ontology"), hostile=True)


@pytest.fixture(scope="module")
def exported(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "new" / "folder"
    export_ontology(folder, source=source)
    return folder


def graph(folder: Path, suffix: str) -> rdflib.Graph:
    path = folder / f"tpgraph.{suffix}"
    return rdflib.Graph().parse(path, format=FILES[suffix])


def expected(source: Path) -> rdflib.Graph:
    """All source files read by rdflib alone, and the one mapping."""
    found = rdflib.Graph()
    for path in source.rglob("*.ttl"):
        found.parse(path, format="turtle")
    match = rdflib.SKOS.closeMatch
    found.add((rdflib.URIRef(TPG + "Card"), match, rdflib.URIRef("https://schema.org/Card")))
    found.add((match, rdflib.RDF.type, rdflib.OWL.AnnotationProperty))
    return found


@pytest.mark.parametrize("suffix", FILES)
def test_every_file_holds_what_the_source_files_state(
    source: Path, exported: Path, suffix: str
) -> None:
    found = graph(exported, suffix)
    assert len(found) > 80
    assert isomorphic(found, expected(source))
    version = rdflib.URIRef(TPG.rstrip("#") + "/9.8.7")
    assert (rdflib.URIRef(TPG.rstrip("#")), rdflib.OWL.versionIRI, version) in found


def test_the_ontology_itself_comes_out_the_same_in_every_file(tmp_path: Path) -> None:
    export_ontology(tmp_path, [f for f in FORMATS if f != "html"])
    context = json.loads((tmp_path / "tpgraph-context.jsonld").read_bytes())["@context"]
    document = json.loads((tmp_path / "tpgraph.jsonld").read_bytes())
    assert document["@context"] == "tpgraph-context.jsonld"
    texts = {
        ox.RdfFormat.JSON_LD: json.dumps({**document, "@context": context}).encode(),
        ox.RdfFormat.TURTLE: (tmp_path / "tpgraph.ttl").read_bytes(),
        ox.RdfFormat.RDF_XML: (tmp_path / "tpgraph.rdf").read_bytes(),
        ox.RdfFormat.N_TRIPLES: (tmp_path / "tpgraph.nt").read_bytes(),
    }
    found = []
    for format_, text in texts.items():
        dataset = ox.Dataset(ox.parse(text, format=format_))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        found.append(sorted(map(str, dataset)))
    assert len(found[0]) > 20_000
    assert found[0] == found[1] == found[2] == found[3]
    assert len(found[0]) == len(merged(Book()).triples)


def test_ntriples_are_sorted_and_json_is_compact(exported: Path) -> None:
    lines = (exported / "tpgraph.nt").read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines)
    nodes = {n["id"]: n for n in json.loads((exported / "tpgraph.jsonld").read_bytes())["@graph"]}
    card = nodes["tpg:Card"]
    assert card["prefLabel"] == {"en": "Card", "ru": "Карта", "fa": "کارت"}
    assert card["typicalStage"] == ["tpg:during", "tpg:later"]
    assert card["closeMatch"] == "https://schema.org/Card"
    assert nodes["statement:s000-card-during"]["line"] == 12
    # What has no name stands inside what it belongs to.
    assert nodes["tpg:Paper"]["subClassOf"][1]["hasValue"] == "tpg:before"
    assert not [name for name in nodes if name.startswith("_:")]


def test_turtle_is_written_for_people(exported: Path) -> None:
    text = (exported / "tpgraph.ttl").read_text(encoding="utf-8")
    assert "tpg:Paper a owl:Class ;\n    rdfs:subClassOf tpg:Touchpoint , [ a owl" in text
    assert "[ a owl:Restriction ; owl:onProperty tpg:stage ; owl:hasValue tpg:before ]" in text
    assert "_:" not in text
    order = [text.index(f"\n{name} a ") for name in ("tpg:Card", "tpg:Stage", "tpg:before")]
    assert order == sorted(order)
    assert text.index("\ntpg:before a ") < text.index("\ntpg:during a ")


def test_the_same_ontology_gives_the_same_bytes(source: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from tpgraph.views.ontology_export import export_ontology\n"
        "export_ontology(Path(sys.argv[1]), source=Path(sys.argv[2]))"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed), str(source)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    names = sorted(p.relative_to(tmp_path / "1") for p in (tmp_path / "1").rglob("*.*"))
    assert len(names) == 11
    assert [
        n for n in names if (tmp_path / "1" / n).read_bytes() != (tmp_path / "2" / n).read_bytes()
    ] == []


def test_only_the_formats_asked_for_are_written(source: Path, tmp_path: Path) -> None:
    paths = export_ontology(tmp_path, ["jsonld"], source=source)
    assert [p.name for p in paths] == ["tpgraph.jsonld", "tpgraph-context.jsonld"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in paths)
    with pytest.raises(CallError, match="n3"):
        export_ontology(tmp_path, ["n3"], source=source)


@pytest.mark.parametrize("name", ["tpgraph.nt", "tpgraph.jsonld", "reference/ru.html"])
def test_a_file_that_no_export_wrote_is_left_alone(source: Path, tmp_path: Path, name: str) -> None:
    export_ontology(tmp_path, source=source)
    export_ontology(tmp_path, source=source)  # an earlier export is replaced
    before = (tmp_path / "tpgraph.ttl").stat().st_mtime_ns
    (tmp_path / name).write_text("Mine.", encoding="utf-8")
    with pytest.raises(CallError, match=f"{name}.*--force"):
        export_ontology(tmp_path, source=source)
    assert (tmp_path / name).read_text(encoding="utf-8") == "Mine."
    assert (tmp_path / "tpgraph.ttl").stat().st_mtime_ns == before
    export_ontology(tmp_path, source=source, force=True)
    assert (tmp_path / name).read_text(encoding="utf-8") != "Mine."


def test_what_xml_cannot_hold_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    source = small_ontology(tmp_path / "source")
    with (source / "kinds" / "all.ttl").open("a", encoding="utf-8") as file:
        file.write('tpg:Card skos:scopeNote "bell \\u0007"@en .\n')
    with pytest.raises(OntologyError, match="RDF/XML"):
        export_ontology(tmp_path / "out", source=source)
    assert not (tmp_path / "out").exists()
    # The other spellings can.
    export_ontology(tmp_path / "out", ["ttl", "jsonld", "nt"], source=source)
    assert isomorphic(graph(tmp_path / "out", "ttl"), graph(tmp_path / "out", "nt"))


def test_shared_and_circular_blank_nodes_survive(tmp_path: Path) -> None:
    source = small_ontology(tmp_path / "source")
    with (source / "kinds" / "all.ttl").open("a", encoding="utf-8") as file:
        file.write(
            "tpg:Card tpg:x _:a . tpg:Paper tpg:x _:a . _:a tpg:y 1 .\n"
            "_:b tpg:x _:c . _:c tpg:x _:b . _:d tpg:x _:d .\n"
            "tpg:Card tpg:z ( 1 ( ) _:e ) . _:e tpg:y 2 . tpg:Card tpg:w _:f .\n"
        )
    export_ontology(tmp_path / "out", ["ttl", "jsonld", "rdf", "nt"], source=source)
    for suffix in FILES:
        assert isomorphic(graph(tmp_path / "out", suffix), expected(source)), suffix
