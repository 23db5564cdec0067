# names: tpg:zzOld
INSERT DATA { tpg:zzOld a skos:Concept ; owl:deprecated true }
