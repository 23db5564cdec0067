# names: tpg:ZzLoose
INSERT DATA { tpg:ZzLoose a owl:Class ; tpg:typicalStage tpg:purchase }
