"""What follows from an inventory: classes, findings, recommendations and their proofs."""
