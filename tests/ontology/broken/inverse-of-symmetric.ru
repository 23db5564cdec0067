# names: tpg:leadsTo
INSERT DATA { tpg:leadsTo a owl:SymmetricProperty ; owl:inverseOf tpg:linksTo }
