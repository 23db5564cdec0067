# names: tpg:ZzTypicalCategory
INSERT DATA { tpg:ZzTypicalCategory a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:typicalCategory tpg:purchase }
