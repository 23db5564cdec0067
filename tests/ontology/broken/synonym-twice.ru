# names: tpg:Coupon
INSERT { tpg:Coupon skos:hiddenLabel ?label } WHERE { tpg:Coupon skos:altLabel ?label }
