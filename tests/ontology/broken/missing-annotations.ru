# names: tpg:Kiosk2
INSERT DATA { tpg:Kiosk2 a owl:Class ; rdfs:subClassOf tpg:Touchpoint }
