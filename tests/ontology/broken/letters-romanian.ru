# names: tpg:Coupon
INSERT DATA { tpg:Coupon skos:altLabel "cupon ştampilat"@ro }
