# names: tpg:ZzOverlooked
INSERT DATA { tpg:ZzOverlooked a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:overlooked "perhaps" }
