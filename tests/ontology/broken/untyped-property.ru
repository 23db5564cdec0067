# names: tpg:noSuchProperty
INSERT DATA { tpg:Coupon tpg:noSuchProperty tpg:purchase }
