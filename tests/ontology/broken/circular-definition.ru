# names: tpg:ZzFlag
INSERT DATA { tpg:ZzFlag skos:prefLabel "Shop flag"@en ; skos:definition "A shop flag that flies in front of a shop."@en }
