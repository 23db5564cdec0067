"""The ontology's quality gate: shapes, pitfalls, letters, use, profiles, reasoners, one report."""
