# names: tpg:Loyalty
INSERT DATA { tpg:Loyalty a skos:Concept }
