# names: tpg:ZzFitsOffer
INSERT DATA { tpg:ZzFitsOffer a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:fitsOffer tpg:advertising }
