# names: tpg:ZzTypicalOwnership
INSERT DATA { tpg:ZzTypicalOwnership a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:typicalOwnership tpg:advertising }
