"""The SPARQL endpoint: the protocol before it, and the processes behind it that answer."""
