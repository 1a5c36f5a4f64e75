"""The deck on paper and as pictures: what a browser makes of its pages."""
