# OWL API: OWL 2 DL no, OWL 2 RL no (UseOfUndeclaredDatatype)
INSERT DATA { tpg:zzDay a owl:DatatypeProperty ; rdfs:range xsd:date }
