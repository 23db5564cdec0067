# names: tpg:zzIdle
INSERT DATA { tpg:zzIdle a owl:AnnotationProperty ; skos:prefLabel "idle"@en }
