# names: tpg:ZzLonely
INSERT DATA { tpg:ZzLonely a owl:Class ; skos:prefLabel "Lonely"@en }
