# names: tpg:Coupon
INSERT { tpg:ZzTwin a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; skos:altLabel ?label } WHERE { tpg:Coupon skos:prefLabel ?label }
