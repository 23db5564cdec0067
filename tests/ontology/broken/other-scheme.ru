# names: tpg:advertising
INSERT DATA { tpg:advertising skos:topConceptOf tpg:purchaseStages }
