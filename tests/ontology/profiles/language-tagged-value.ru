# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfIllegalDataRange)
INSERT DATA { tpg:zzText a owl:DatatypeProperty . tpg:zzThing a tpg:Benefit ; tpg:zzText "a text"@en }
