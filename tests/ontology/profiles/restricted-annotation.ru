# OWL API: OWL 2 DL no, OWL 2 RL no (IllegalPunning, UseOfUndeclaredObjectProperty)
INSERT DATA { tpg:ZzKind a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tpg:typicalStage ; owl:hasValue tpg:purchase ] }
