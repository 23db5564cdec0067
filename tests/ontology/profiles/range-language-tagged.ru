# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfIllegalDataRange)
INSERT DATA { tpg:zzText a owl:DatatypeProperty ; rdfs:range rdf:langString }
