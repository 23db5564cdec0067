# names: <https://w3id.org/tpgraph/ontology>
DELETE DATA { <https://w3id.org/tpgraph/ontology> a owl:Ontology }
