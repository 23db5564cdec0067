# names: tpg:ZzOnly
INSERT DATA { tpg:ZzOnly a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tpg:leadsTo ; owl:allValuesFrom tpg:Coupon ] }
