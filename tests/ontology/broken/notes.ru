# names: tpg:zzNote
INSERT DATA { tpg:zzNote a skos:Concept ; skos:scopeNote "Only some pay here."@en }
