"""A site, swapped in whole."""
