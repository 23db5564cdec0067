# names: statement:s004-zz
INSERT DATA { statement:s004-zz a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:typicalCategory ; tpg:object tpg:wordOfMouth }
