"""A site in the Chromium that is installed: what looks at slides and prints them."""
