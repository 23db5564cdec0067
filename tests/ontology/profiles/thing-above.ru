# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfNonSuperClassExpression)
INSERT DATA { tpg:Coupon rdfs:subClassOf owl:Thing }
