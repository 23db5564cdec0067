# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfNonSubClassExpression)
INSERT DATA { [ a owl:Restriction ; owl:onProperty tpg:leadsTo ; owl:allValuesFrom tpg:Coupon ] rdfs:subClassOf tpg:Touchpoint }
