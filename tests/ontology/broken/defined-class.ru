# names: tpg:PhysicalTouchpoint
DELETE { tpg:PhysicalTouchpoint owl:equivalentClass ?class } WHERE { tpg:PhysicalTouchpoint owl:equivalentClass ?class }
