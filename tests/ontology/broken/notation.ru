# names: tpg:salesPromotion
INSERT DATA { tpg:salesPromotion skos:notation "promo2" }
