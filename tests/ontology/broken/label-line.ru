# names: tpg:advertising
INSERT DATA { tpg:advertising skos:prefLabel "A very long name A very long name A very long name A very long name A very long name A very long name "@en }
