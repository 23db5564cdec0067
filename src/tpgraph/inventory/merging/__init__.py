"""Makes one company of several sources: which rows are one touchpoint, and what they say of it."""
