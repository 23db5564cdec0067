# OWL API: OWL 2 DL yes, OWL 2 RL yes
INSERT DATA { tpg:Coupon rdfs:subClassOf [ a owl:Class ; owl:complementOf tpg:Modality ] }
