# names: tpg:ZzTypicalMedia
INSERT DATA { tpg:ZzTypicalMedia a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:typicalMedia tpg:advertising }
