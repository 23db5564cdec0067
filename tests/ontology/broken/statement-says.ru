# names: statement:s004-zz-says
INSERT DATA { statement:s004-zz-says a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:typicalCategory ; dcterms:source tpg:seed004 ; tpg:line 3 ; tpg:words "costoso delle campagne" }
