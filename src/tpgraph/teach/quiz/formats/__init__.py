"""A quiz in the formats of learning platforms, a module each."""
