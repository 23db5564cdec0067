"""What to do about findings: candidates from rules, their edits, simulated and put into words."""
