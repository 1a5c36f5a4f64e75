"""A project's files to a `Deck`."""
