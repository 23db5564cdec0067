"""The parts of a concept map: what is on it, where it stands, and how it is drawn."""
