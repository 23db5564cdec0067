# names: tpg:Coupon
INSERT DATA { tpg:Coupon owl:deprecated "yes" }
