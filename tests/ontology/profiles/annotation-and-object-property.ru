# OWL API: OWL 2 DL no, OWL 2 RL no (IllegalPunning)
INSERT DATA { tpg:category a owl:AnnotationProperty }
