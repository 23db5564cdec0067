# names: tpg:ZzPaperCoupon
INSERT DATA { tpg:ZzPaperCoupon a owl:Class ; rdfs:subClassOf tpg:Coupon , tpg:Touchpoint }
