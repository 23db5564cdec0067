# names: tpg:Coupon
INSERT DATA { tpg:Coupon skos:altLabel "كوپن"@fa }
