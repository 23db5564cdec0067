# names: tpg:PosterOrBanner
INSERT DATA { tpg:PosterOrBanner a owl:Class ; skos:prefLabel "Poster or banner"@en }
