# names: <https://w3id.org/tpgraph/ontology>
DELETE WHERE { ?ontology dcterms:license ?licence }
