# OWL API: OWL 2 DL yes, OWL 2 RL yes
INSERT DATA { [ a owl:Class ; owl:unionOf ( tpg:Coupon tpg:Leaflet ) ] rdfs:subClassOf tpg:Touchpoint }
