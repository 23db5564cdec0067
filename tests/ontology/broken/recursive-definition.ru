# names: tpg:ZzSelf
INSERT DATA { tpg:ZzSelf a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tpg:leadsTo ; owl:someValuesFrom tpg:ZzSelf ] }
