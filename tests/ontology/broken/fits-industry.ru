# names: tpg:ZzFitsIndustry
INSERT DATA { tpg:ZzFitsIndustry a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:fitsIndustry tpg:advertising }
