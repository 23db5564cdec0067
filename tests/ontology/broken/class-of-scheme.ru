# names: tpg:advertising
DELETE DATA { tpg:advertising a tpg:Category } ;
INSERT DATA { tpg:advertising a tpg:Benefit }
