# OWL API: OWL 2 DL no, OWL 2 RL no (UseOfUndeclaredClass)
INSERT DATA { tpg:ZzKind a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tpg:leadsTo ] }
