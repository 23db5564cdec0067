# names: statement:s004-zz-line
INSERT DATA { statement:s004-zz-line a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:typicalCategory ; tpg:object tpg:salesPromotion ; dcterms:source tpg:seed004 ; tpg:line "three" ; tpg:words "costoso delle campagne" }
