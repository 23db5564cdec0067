# names: <https://w3id.org/tpgraph/rule/zz-rule-rationale>
INSERT DATA { GRAPH <urn:tpgraph:catalogues> { <https://w3id.org/tpgraph/rule/zz-rule-rationale> a tpg:GapRule ; tpg:rationale "English alone"@en } }
