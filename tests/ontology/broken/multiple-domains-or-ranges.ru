# names: tpg:inCategory
INSERT DATA { tpg:inCategory rdfs:range tpg:PurchaseStage }
