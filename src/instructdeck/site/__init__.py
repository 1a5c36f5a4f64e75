"""The pages around the deck, and all files of a site."""
