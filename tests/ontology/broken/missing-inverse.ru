# names: tpg:zzTouches
INSERT DATA { tpg:zzTouches a owl:ObjectProperty }
