# names: tpg:leadsTo
INSERT DATA { tpg:leadsTo owl:propertyChainAxiom ( tpg:linksTo ) }
