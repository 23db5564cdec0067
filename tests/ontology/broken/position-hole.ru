# names: tpg:postPurchase
DELETE WHERE { tpg:purchase tpg:position ?n }
