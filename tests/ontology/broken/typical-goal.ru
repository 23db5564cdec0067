# names: tpg:ZzTypicalGoal
INSERT DATA { tpg:ZzTypicalGoal a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:typicalGoal tpg:advertising }
