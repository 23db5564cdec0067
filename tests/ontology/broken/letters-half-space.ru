# names: tpg:Coupon
INSERT DATA { tpg:Coupon skos:scopeNote "کوپن ها"@fa }
