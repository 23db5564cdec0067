# OWL API: OWL 2 DL yes, OWL 2 RL yes
INSERT DATA { [ a owl:Restriction ; owl:onProperty tpg:leadsTo ; owl:someValuesFrom tpg:Coupon ] rdfs:subClassOf tpg:Touchpoint }
