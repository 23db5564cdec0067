# names: <https://w3id.org/tpgraph/ontology>
DELETE WHERE { ?ontology vann:preferredNamespaceUri ?uri }
