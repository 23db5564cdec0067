# names: tpg:category
INSERT DATA { tpg:category a owl:AnnotationProperty }
