# names: statement:printCosts
INSERT DATA { statement:printCosts a tpg:Statement }
