# names: tpg:Coupon
INSERT DATA { tpg:Coupon skos:altLabel "Money-off coupon "@en }
