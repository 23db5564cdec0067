# OWL API: OWL 2 DL yes, OWL 2 RL no (UseOfIllegalAxiom)
INSERT DATA { tpg:zzLeads a owl:ObjectProperty , owl:ReflexiveProperty }
