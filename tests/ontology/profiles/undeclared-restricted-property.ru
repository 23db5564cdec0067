# OWL API: OWL 2 DL no, OWL 2 RL no (UseOfUndeclaredObjectProperty)
INSERT DATA { tpg:ZzKind a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tpg:noSuchProperty ; owl:hasValue tpg:purchase ] }
