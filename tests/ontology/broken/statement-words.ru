# names: statement:s004-zz-words
INSERT DATA { statement:s004-zz-words a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:typicalCategory ; tpg:object tpg:salesPromotion ; dcterms:source tpg:seed004 ; tpg:line 3 ; tpg:words "costoso" }
