# names: tpg:purchase
INSERT DATA { tpg:purchase owl:deprecated true }
