# OWL API: OWL 2 DL no, OWL 2 RL no (UseOfDefinedDatatypeInLiteral, UseOfUndeclaredDatatype)
INSERT DATA { tpg:zzThing a tpg:Benefit ; tpg:cost "2026-01-01"^^xsd:date }
