"""What changes when an inventory is edited: only what an edit can touch is inferred again."""
