# names: tpg:Banknote
INSERT DATA { tpg:Banknote a owl:Class ; skos:prefLabel "Banknote"@en ; skos:altLabel "Banknote"@en }
