# names: <http://localhost/tpgraph>
INSERT DATA { <http://localhost/tpgraph> a owl:Ontology }
