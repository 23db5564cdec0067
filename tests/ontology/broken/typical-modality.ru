# names: tpg:ZzTypicalModality
INSERT DATA { tpg:ZzTypicalModality a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:typicalModality tpg:advertising }
