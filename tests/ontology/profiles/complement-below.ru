# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfNonSubClassExpression)
INSERT DATA { [ a owl:Class ; owl:complementOf tpg:Modality ] rdfs:subClassOf tpg:Touchpoint }
