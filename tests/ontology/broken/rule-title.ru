# names: <https://w3id.org/tpgraph/query/zz-rule-title>
INSERT DATA { GRAPH <urn:tpgraph:catalogues> { <https://w3id.org/tpgraph/query/zz-rule-title> a tpg:NamedQuery ; tpg:title "English alone"@en } }
