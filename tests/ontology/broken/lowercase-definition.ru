# names: tpg:ZzFlag
INSERT DATA { tpg:ZzFlag skos:definition "a cloth that flies in front of a shop."@en }
