# names: tpg:PhysicalTouchpoint
INSERT DATA { tpg:PhysicalTouchpoint owl:equivalentClass [ a owl:Restriction ; owl:onProperty tpg:modality ; owl:hasValue tpg:virtual ] }
