"""Pictures: SVG as a tree, what a file is and whether it could act, how wide words are."""
