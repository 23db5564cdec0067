# names: tpg:personalSelling
DELETE WHERE { tpg:personalSelling skos:topConceptOf ?any }
