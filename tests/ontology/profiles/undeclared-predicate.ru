# OWL API: OWL 2 DL no, OWL 2 RL no (UseOfUndeclaredAnnotationProperty)
INSERT DATA { tpg:Coupon tpg:noSuchProperty tpg:purchase }
