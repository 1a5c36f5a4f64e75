"""A `Deck` as the text of its slides."""
