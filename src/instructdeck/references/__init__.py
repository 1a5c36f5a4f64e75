"""Sources, in the words of CSL and from BibTeX, and the references made of them."""
