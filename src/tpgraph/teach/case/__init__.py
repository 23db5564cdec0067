"""Cases: an invented company with planted gaps, its key, and the marking of answers."""
