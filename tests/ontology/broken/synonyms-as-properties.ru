# names: tpg:leadsTo
INSERT DATA { tpg:leadsTo owl:equivalentProperty tpg:linksTo }
