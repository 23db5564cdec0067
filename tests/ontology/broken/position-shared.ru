# names: tpg:purchase
DELETE { tpg:purchase tpg:position ?n } INSERT { tpg:purchase tpg:position 1 } WHERE { tpg:purchase tpg:position ?n }
