# names: tpg:survey
INSERT DATA { tpg:survey skos:broader tpg:zzLoop . tpg:zzLoop skos:broader tpg:survey }
