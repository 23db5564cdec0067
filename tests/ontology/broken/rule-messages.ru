# names: <https://w3id.org/tpgraph/rule/zz-rule-messages>
INSERT DATA { GRAPH <urn:tpgraph:catalogues> { <https://w3id.org/tpgraph/rule/zz-rule-messages> a tpg:GapRule ; tpg:gapMessage "English alone"@en } }
