# names: tpg:leadsTo
INSERT DATA { tpg:leadsTo owl:inverseOf tpg:leadsTo }
