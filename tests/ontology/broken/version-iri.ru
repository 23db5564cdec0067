# names: <https://w3id.org/tpgraph/ontology>
DELETE { ?ontology owl:versionInfo ?version } INSERT { ?ontology owl:versionInfo "next" } WHERE { ?ontology owl:versionInfo ?version }
