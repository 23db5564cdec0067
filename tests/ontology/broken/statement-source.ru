# names: statement:s004-zz-source
INSERT DATA { statement:s004-zz-source a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:typicalCategory ; tpg:object tpg:salesPromotion ; tpg:line 3 ; tpg:words "costoso delle campagne" }
