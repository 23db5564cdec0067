# names: tpg:ZzFlag
INSERT DATA { tpg:ZzFlag skos:definition "A cloth that flies."@ru }
