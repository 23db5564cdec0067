# names: statement:s004-zz-object
INSERT DATA { statement:s004-zz-object a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:typicalCategory ; tpg:object "sales promotion" ; dcterms:source tpg:seed004 ; tpg:line 3 ; tpg:words "costoso delle campagne" }
