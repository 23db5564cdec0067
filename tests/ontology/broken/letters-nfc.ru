# names: tpg:Coupon
INSERT DATA { tpg:Coupon skos:altLabel "Café coupon"@en }
