"""A SPARQL 1.1 server over HTTP as an engine: the rules run there, in a graph of the run's own."""
