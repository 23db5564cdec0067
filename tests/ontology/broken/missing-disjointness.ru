# names: <https://w3id.org/tpgraph/ontology>
DELETE WHERE { ?a owl:disjointWith ?b } ;
DELETE WHERE { ?c a owl:AllDisjointClasses }
