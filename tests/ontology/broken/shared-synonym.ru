# names: tpg:ZzTwin
INSERT { tpg:ZzTwin a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; skos:altLabel ?label } WHERE { tpg:Coupon skos:altLabel ?label }
