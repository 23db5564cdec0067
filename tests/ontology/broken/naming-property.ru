# names: tpg:Typical_value
INSERT DATA { tpg:Typical_value a owl:AnnotationProperty }
