"""What a deck is: the tree of a slide, sources and quotes, sections, and every rule that must hold."""
