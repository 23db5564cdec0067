"""Teaching: concept maps and quizzes that are made from the ontology."""
