"""A `Deck` to the diagnostics of what does not hold."""
