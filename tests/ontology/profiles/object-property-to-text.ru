# OWL API: OWL 2 DL no, OWL 2 RL no (IllegalPunning, UseOfUndeclaredAnnotationProperty)
INSERT DATA { tpg:zzThing a tpg:Benefit ; tpg:leadsTo "a text" }
