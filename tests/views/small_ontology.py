"""A small ontology made by hand, with hostile text: for tests of the export and the reference."""

from __future__ import annotations

import json
from pathlib import Path

HOSTILE = (
    "</script><script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "<!-- {{ 7 * 7 }} {% raw %} ]]> -->",
    'back\\slash, "quote", tab\t and line\nbreak',
)

_HEAD = """\
@prefix tpg: <https://w3id.org/tpgraph/ontology#> .
@prefix statement: <https://w3id.org/tpgraph/statement/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""

_CORE = """\
<https://w3id.org/tpgraph/ontology> a owl:Ontology ; owl:versionInfo "9.8.7" ;
    owl:versionIRI <https://w3id.org/tpgraph/ontology/9.8.7> ;
    dcterms:title "Small"@en , "کوچک"@fa .
skos:prefLabel a owl:AnnotationProperty .
tpg:Touchpoint a owl:Class ; skos:prefLabel "Touchpoint"@en .
tpg:stage a owl:ObjectProperty ; skos:prefLabel "stage"@en ; rdfs:range tpg:Stage .
tpg:Stage a owl:Class ; skos:prefLabel "Stage"@en .
tpg:Odd a owl:Class ; skos:prefLabel "Odd"@en ;
    owl:equivalentClass [ owl:intersectionOf ( tpg:Touchpoint
        [ a owl:Restriction ; owl:onProperty tpg:stage ; owl:hasValue tpg:before ] ) ] ;
    tpg:definedByValue tpg:before .
tpg:typicalStage a owl:AnnotationProperty ; skos:prefLabel "serves"@en .
tpg:raises a owl:AnnotationProperty ; skos:prefLabel "raises"@en .
"""

_SCHEMES = """\
tpg:stages a skos:ConceptScheme ; skos:prefLabel "Stages"@en .
tpg:before a skos:Concept ; skos:inScheme tpg:stages ; tpg:position 1 ; skos:prefLabel "Before"@en .
tpg:during a skos:Concept ; skos:inScheme tpg:stages ; tpg:position 2 ; skos:prefLabel "During"@en .
tpg:later a skos:Concept ; skos:inScheme tpg:stages ; tpg:position 3 ; skos:prefLabel "After"@en .
tpg:columns a skos:ConceptScheme ; skos:prefLabel "Columns"@en .
tpg:stagesColumn a skos:Concept ; skos:inScheme tpg:columns ; skos:prefLabel "When"@en ;
    skos:notation "stages" ; tpg:columnProperty tpg:stage ; tpg:columnTypical tpg:typicalStage ;
    tpg:columnScheme tpg:stages .
tpg:documents a skos:ConceptScheme ; skos:prefLabel "Documents"@en .
tpg:seed000 a skos:Concept , tpg:Document ; skos:inScheme tpg:documents ;
    skos:notation "seed000" ; dcterms:language "ro" ; skos:prefLabel "Document 000"@en .
tpg:odds a skos:Concept , tpg:Disagreement ; skos:prefLabel "Early or late"@en ;
    tpg:onTerm tpg:Card ; tpg:reading statement:s000-card-during , statement:s000-card-later ;
    tpg:treatment "Both count."@en , "Contează ambele."@ro .
"""

_KINDS = """\
tpg:Paper a owl:Class ; rdfs:subClassOf tpg:Touchpoint ,
        [ a owl:Restriction ; owl:onProperty tpg:stage ; owl:hasValue tpg:before ] ;
    skos:prefLabel "Paper"@en , "کاغذ"@fa ; skos:altLabel "Sheet"@en , "Foaie"@ro .
tpg:Card a owl:Class ; rdfs:subClassOf tpg:Paper ; tpg:typicalStage tpg:during , tpg:later ;
    skos:prefLabel "Card"@en , "Карта"@ru , "کارت"@fa ; skos:definition "A stiff paper."@en ;
    skos:scopeNote "Note %s"@en ; dcterms:source tpg:seed000 .
tpg:Hostile a owl:Class ; rdfs:subClassOf tpg:Card ;
    skos:prefLabel "%s"@en ; skos:altLabel "%s"@ro ; skos:definition "%s"@en ;
    tpg:stock 3 , 2.5 , "x<y"^^<https://example.org/a&b> ; tpg:open true ;
    dcterms:source <javascript:window.hacked=1> ; skos:related <https://example.org/?a=b&c> .
"""

_STATEMENTS = """\
statement:s000-card-during a tpg:Statement ; tpg:about tpg:Card ; tpg:relation tpg:typicalStage ;
    tpg:object tpg:during ; dcterms:source tpg:seed000 ; tpg:line 12 ; tpg:words "în timpul" .
statement:s000-card-later a tpg:Statement ; tpg:about tpg:Card ; tpg:relation tpg:raises ;
    tpg:object tpg:later ; dcterms:source tpg:seed000 ; tpg:line 3 ; tpg:words "<b>mai</b> târziu" .
statement:s000-card-said a tpg:Statement ; tpg:about tpg:Card ;
    tpg:sentence "Cards <i>last</i>."@en , "Cardurile durează."@ro ;
    dcterms:source tpg:seed000 ; tpg:line 4 ; tpg:words "durează" .
"""

_MAPPINGS = """\
#curie_map:
#  tpg: "https://w3id.org/tpgraph/ontology#"
#  skos: "http://www.w3.org/2004/02/skos/core#"
#  semapv: "https://w3id.org/semapv/vocab/"
#  schema: "https://schema.org/"
#mapping_set_id: "https://w3id.org/tpgraph/mappings/schema.org"
#mapping_set_version: "0.1.0"
#mapping_set_title: "to schema.org"
#license: "https://creativecommons.org/licenses/by/4.0/"
#creator_label:
#  - "The tpgraph authors"
#subject_source: "tpg:x"
#object_source: "schema:x"
#object_source_version: "30.0"
#mapping_date: "2026-11-22"
#comment: "Seen: nothing."
"""


def small_ontology(folder: Path, *, hostile: bool = False) -> Path:
    """Writes the small ontology's files; ``hostile`` gives it texts that want to be markup."""
    texts = HOSTILE if hostile else ("plain", "Plain", "Simplu", "Nothing.")
    # Turtle escapes as JSON does.
    kinds = _KINDS % tuple(json.dumps(text, ensure_ascii=False)[1:-1] for text in texts)
    for name, text in {
        "tpgraph.ttl": _CORE,
        "schemes/all.ttl": _SCHEMES,
        "kinds/all.ttl": kinds,
        "statements/seed000.ttl": _STATEMENTS,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_HEAD + text, encoding="utf-8")
    columns = ["subject_id", "subject_label", "predicate_id", "object_id", "object_label",
               "mapping_justification", "author_label", "confidence", "comment"]  # fmt: skip
    row = ["tpg:Card", "Card", "skos:closeMatch", "schema:Card", "A card",
           "semapv:ManualMappingCuration", "The tpgraph authors", "0.9", ""]  # fmt: skip
    (folder / "mappings").mkdir(exist_ok=True)
    table = _MAPPINGS + "\t".join(columns) + "\n" + "\t".join(row) + "\n"
    (folder / "mappings" / "schema.org.sssom.tsv").write_text(table, encoding="utf-8")
    return folder
