# names: tpg:zzScheme
INSERT DATA { tpg:zzScheme a skos:ConceptScheme }
