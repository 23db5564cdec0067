# names: tpg:inCategory
INSERT DATA { tpg:inCategory a owl:TransitiveProperty }
