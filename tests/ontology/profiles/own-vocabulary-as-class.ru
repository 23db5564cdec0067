# OWL API: OWL 2 DL no, OWL 2 RL no (UseOfReservedVocabularyForClassIRI)
INSERT DATA { rdfs:Container a owl:Class . tpg:Coupon rdfs:subClassOf rdfs:Container }
