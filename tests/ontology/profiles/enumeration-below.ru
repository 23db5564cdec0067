# OWL API: OWL 2 DL yes, OWL 2 RL yes
INSERT DATA { [ a owl:Class ; owl:oneOf ( tpg:purchase ) ] rdfs:subClassOf tpg:PurchaseStage }
