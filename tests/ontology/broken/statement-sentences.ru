# names: statement:s004-zz-sentences
INSERT DATA { statement:s004-zz-sentences a tpg:Statement ; tpg:about tpg:Coupon ; tpg:sentence "Uno."@it , "Un."@fr ; dcterms:source tpg:seed004 ; tpg:line 3 ; tpg:words "costoso delle campagne" }
