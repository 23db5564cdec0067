# OWL API: OWL 2 DL yes, OWL 2 RL yes
INSERT DATA { tpg:zzText a owl:DatatypeProperty ; rdfs:range rdf:PlainLiteral }
