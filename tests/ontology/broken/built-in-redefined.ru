# names: rdfs:label
INSERT DATA { rdfs:label rdfs:range xsd:string }
