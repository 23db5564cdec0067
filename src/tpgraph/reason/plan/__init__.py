"""Plans: the best set of recommendations within a budget or a number of actions."""
