# names: tpg:zzIdea
INSERT DATA { tpg:zzIdea a skos:Concept ; dcterms:source tpg:seed000 . statement:s000-zz a tpg:Statement ; dcterms:source tpg:seed000 ; tpg:about tpg:Coupon }
