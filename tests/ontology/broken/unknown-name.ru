# names: tpg:Coupon
INSERT DATA { tpg:Coupon tpg:typicalStage tpg:buying }
