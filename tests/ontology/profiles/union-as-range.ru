# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfNonSuperClassExpression)
INSERT DATA { tpg:zzLeads a owl:ObjectProperty ; rdfs:range [ a owl:Class ; owl:unionOf ( tpg:Coupon tpg:Leaflet ) ] }
