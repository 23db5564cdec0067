# names: statement:s004-zzb
INSERT DATA {
  statement:s004-zza a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:raises ; tpg:object tpg:purchase ; dcterms:source tpg:seed004 ; tpg:line 1 .
  statement:s004-zzb a tpg:Statement ; tpg:about tpg:Coupon ; tpg:relation tpg:raises ; tpg:object tpg:purchase ; dcterms:source tpg:seed004 ; tpg:line 1 .
}
