"""Named queries and SPARQL over an analysis, with results as table, DataFrame or JSON."""
