# names: tpg:inCategory
DELETE WHERE { tpg:inCategory rdfs:range ?range }
