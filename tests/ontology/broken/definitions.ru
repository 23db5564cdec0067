# names: tpg:Leaflet
INSERT DATA { tpg:Leaflet skos:definition "Something else again."@en }
