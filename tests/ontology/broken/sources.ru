# names: tpg:Catalogue
DELETE WHERE { tpg:Catalogue dcterms:source ?any }
