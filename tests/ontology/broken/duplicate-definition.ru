# names: tpg:ZzTwin
INSERT { tpg:ZzTwin a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; skos:definition ?text } WHERE { tpg:Coupon skos:definition ?text }
