# names: tpg:advertising
INSERT DATA { tpg:advertising skos:broader tpg:salesPromotion }
