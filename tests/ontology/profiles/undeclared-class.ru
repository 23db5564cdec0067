# OWL API: OWL 2 DL no, OWL 2 RL no (UseOfUndeclaredClass)
INSERT DATA { tpg:Coupon rdfs:subClassOf tpg:NoSuchClass }
