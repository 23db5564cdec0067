"""Teaching with the graph: cases and their marking."""
