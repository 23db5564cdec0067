# names: tpg:Boolean
INSERT DATA { tpg:Boolean a owl:Class }
