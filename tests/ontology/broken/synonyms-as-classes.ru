# names: tpg:Coupon
INSERT DATA { tpg:Coupon owl:equivalentClass tpg:Leaflet }
