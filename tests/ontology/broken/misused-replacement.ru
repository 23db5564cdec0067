# names: tpg:Coupon
INSERT DATA { tpg:Coupon dcterms:isReplacedBy tpg:Leaflet }
