"""Quizzes made from what the ontology states, in the formats of learning platforms."""
