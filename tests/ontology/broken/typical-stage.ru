# names: tpg:ZzTypicalStage
INSERT DATA { tpg:ZzTypicalStage a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:typicalStage tpg:advertising }
