# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfNonEquivalentClassExpression)
INSERT DATA { tpg:ZzKind a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty tpg:leadsTo ; owl:someValuesFrom tpg:Coupon ] }
