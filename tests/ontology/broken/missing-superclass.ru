# names: tpg:StreetTouchpoint
INSERT DATA { tpg:StreetTouchpoint a owl:Class ; skos:prefLabel "Street touchpoint"@en }
