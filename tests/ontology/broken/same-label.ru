# names: tpg:ZzTwin
INSERT { tpg:ZzTwin a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; skos:prefLabel ?label } WHERE { tpg:Coupon skos:prefLabel ?label }
