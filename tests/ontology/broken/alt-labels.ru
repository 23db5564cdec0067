# names: tpg:zzAffiche
INSERT DATA { tpg:zzAffiche a skos:Concept ; skos:altLabel "Affiche"@fr }
