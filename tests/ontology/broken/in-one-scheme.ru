# names: tpg:publicRelations
INSERT DATA { tpg:publicRelations skos:inScheme tpg:purchaseStages }
