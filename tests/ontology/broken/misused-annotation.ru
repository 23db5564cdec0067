# names: tpg:ZzFlag
INSERT DATA { tpg:ZzFlag a owl:Class ; skos:prefLabel "Flag"@en ; skos:definition "Flag."@en }
