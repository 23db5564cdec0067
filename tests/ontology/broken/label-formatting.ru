# names: tpg:Coupon
INSERT DATA { tpg:Coupon skos:altLabel "*Coupon*"@en }
