"""Makes the generated files out of the ontology's source, a module a file."""
