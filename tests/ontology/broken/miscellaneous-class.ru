# names: tpg:OtherTouchpoint
INSERT DATA { tpg:OtherTouchpoint a owl:Class ; rdfs:subClassOf tpg:Touchpoint }
