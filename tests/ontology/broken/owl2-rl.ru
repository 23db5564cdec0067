# names: tpg:ZzSome
INSERT DATA { tpg:ZzSome a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tpg:leadsTo ; owl:someValuesFrom tpg:Coupon ] }
