# names: statement:s004-zz
INSERT DATA { statement:s004-zz a tpg:Statement ; tpg:about tpg:Coupon ; tpg:object tpg:Coupon }
