# names: tpg:zzExample
INSERT DATA { tpg:zzExample a skos:Concept ; skos:example "A jar."@en }
