# OWL API: OWL 2 DL no, OWL 2 RL no (DatatypeIRIAlsoUsedAsClassIRI)
INSERT DATA { tpg:Coupon a rdfs:Datatype }
