# names: tpg:advertising
INSERT DATA { tpg:salesPromotion skos:notation "advertising" }
