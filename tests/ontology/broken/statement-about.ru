# names: statement:s004-zz-about
INSERT DATA { statement:s004-zz-about a tpg:Statement ; tpg:about tpg:Coupon , tpg:Leaflet ; tpg:relation tpg:typicalCategory ; tpg:object tpg:salesPromotion ; dcterms:source tpg:seed004 ; tpg:line 3 ; tpg:words "costoso delle campagne" }
