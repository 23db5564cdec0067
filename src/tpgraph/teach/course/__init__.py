"""The course pack: four units as pages, with explorer, lessons, quizzes, case and guide."""
