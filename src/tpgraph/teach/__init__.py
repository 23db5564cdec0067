"""Teaching with the graph: concept maps, quizzes, cases and their marking."""
