# names: tpg:coupon.ttl
INSERT DATA { <https://w3id.org/tpgraph/ontology#coupon.ttl> a skos:Concept }
