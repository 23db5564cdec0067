# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfNonSuperClassExpression)
INSERT DATA { tpg:ZzKind a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:unionOf ( tpg:Coupon tpg:Leaflet ) ] }
