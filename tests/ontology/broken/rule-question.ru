# names: <https://w3id.org/tpgraph/rule/zz-rule-question>
INSERT DATA { GRAPH <urn:tpgraph:catalogues> { <https://w3id.org/tpgraph/rule/zz-rule-question> a tpg:GapRule ; tpg:question "English alone"@en } }
