# names: tpg:Leaflet
INSERT DATA { tpg:Leaflet rdfs:subClassOf tpg:ZzCycle . tpg:ZzCycle rdfs:subClassOf tpg:Leaflet }
