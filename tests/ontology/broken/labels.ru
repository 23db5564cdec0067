# names: tpg:Coupon
DELETE { tpg:Coupon skos:prefLabel ?label } WHERE { tpg:Coupon skos:prefLabel ?label . FILTER (LANG(?label) = "fa") }
