# names: <https://w3id.org/tpgraph/ontology>
DELETE WHERE { ?ontology owl:versionInfo ?version }
