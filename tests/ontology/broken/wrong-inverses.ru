# names: tpg:inCategory
INSERT DATA { tpg:inCategory owl:inverseOf tpg:linksTo }
