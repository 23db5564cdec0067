# names: tpg:ZzTypicalContactForm
INSERT DATA { tpg:ZzTypicalContactForm a owl:Class ; rdfs:subClassOf tpg:Touchpoint ; tpg:typicalContactForm tpg:advertising }
