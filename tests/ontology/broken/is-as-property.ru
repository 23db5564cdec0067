# names: tpg:isA
INSERT DATA { tpg:isA a owl:ObjectProperty }
