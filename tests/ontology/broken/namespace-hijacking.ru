# names: tpg:Coupon
INSERT DATA { tpg:Coupon skos:preferredLabel "Coupon"@en }
