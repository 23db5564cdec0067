# names: tpg:ZzFlag
INSERT DATA { tpg:ZzFlag skos:definition "A cloth."@en , "A cloth."@ro }
