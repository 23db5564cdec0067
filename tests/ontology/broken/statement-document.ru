# names: statement:s004-zz
INSERT DATA { statement:s004-zz a tpg:Statement ; dcterms:source tpg:seed001 }
