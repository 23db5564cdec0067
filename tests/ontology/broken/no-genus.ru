# names: tpg:ZzPrinted
INSERT DATA { tpg:ZzPrinted a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty tpg:modality ; owl:hasValue tpg:physical ] }
