# names: tpg:ZzFlag
INSERT DATA { tpg:ZzFlag skos:definition "A cloth that flies in front of a shop"@en }
