# names: tpg:NoSuchClass
INSERT DATA { tpg:Coupon rdfs:subClassOf tpg:NoSuchClass }
