# OWL API: OWL 2 DL yes, OWL 2 RL yes
INSERT DATA { tpg:ZzKind a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tpg:leadsTo ; owl:allValuesFrom tpg:Coupon ] }
