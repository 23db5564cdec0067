# names: <https://w3id.org/tpgraph/rule/zz-rule-advice>
INSERT DATA { GRAPH <urn:tpgraph:catalogues> { <https://w3id.org/tpgraph/rule/zz-rule-advice> a tpg:RecommendationRule ; tpg:adviceMessage "English alone"@en } }
