# OWL API: OWL 2 DL yes, OWL 2 RL yes
INSERT DATA { [ a owl:AllDisjointClasses ; owl:members ( tpg:Benefit tpg:Actor tpg:Metric ) ] }
