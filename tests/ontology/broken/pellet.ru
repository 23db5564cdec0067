# names: tpg:ZzGhost
INSERT DATA { tpg:ZzGhost a owl:Class ; rdfs:subClassOf tpg:PhysicalTouchpoint ; owl:disjointWith tpg:PhysicalTouchpoint }
