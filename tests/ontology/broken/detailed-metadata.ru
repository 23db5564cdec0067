# names: <https://w3id.org/tpgraph/zz>
INSERT DATA { <https://w3id.org/tpgraph/zz> a owl:Ontology }
