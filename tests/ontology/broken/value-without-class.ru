# names: tpg:physical
DELETE WHERE { ?class tpg:definedByValue tpg:physical }
