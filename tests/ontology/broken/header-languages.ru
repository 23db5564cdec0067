# names: <https://w3id.org/tpgraph/ontology>
DELETE { ?ontology dcterms:title ?text } WHERE { ?ontology a owl:Ontology ; dcterms:title ?text . FILTER (LANG(?text) = "fa") }
