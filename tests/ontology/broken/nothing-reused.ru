# names: <https://w3id.org/tpgraph/ontology>
DELETE WHERE { ?any a skos:Concept }
