# names: tpg:zzOneReading
INSERT DATA { tpg:zzOneReading a tpg:Disagreement ; tpg:reading statement:s000-zz-one }
