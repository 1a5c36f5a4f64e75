"""Numbers that a deck states, held against the evidence that is cited beside them."""
