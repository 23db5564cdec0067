# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfNonSubClassExpression)
INSERT DATA { owl:Thing rdfs:subClassOf tpg:Touchpoint }
