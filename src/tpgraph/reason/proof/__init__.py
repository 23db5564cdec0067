"""Proofs as data, and the checker that verifies them without the rule engine."""
