# names: tpg:carrier_bag
INSERT DATA { tpg:carrier_bag a owl:Class }
