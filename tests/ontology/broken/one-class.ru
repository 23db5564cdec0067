# names: tpg:wordOfMouth
INSERT DATA { tpg:wordOfMouth a tpg:Benefit }
