# names: statement:s004-zz-relation
INSERT DATA { statement:s004-zz-relation a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:Coupon ; tpg:object tpg:salesPromotion ; dcterms:source tpg:seed004 ; tpg:line 3 ; tpg:words "costoso delle campagne" }
