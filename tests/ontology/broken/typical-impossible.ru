# names: tpg:ZzRadio
INSERT DATA { tpg:ZzRadio a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; owl:disjointWith tpg:PhysicalTouchpoint ; tpg:typicalModality tpg:physical }
