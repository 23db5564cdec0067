# names: tpg:ZzSomeNot
INSERT DATA { tpg:ZzSomeNot a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tpg:leadsTo ; owl:someValuesFrom [ a owl:Class ; owl:complementOf tpg:Coupon ] ] }
