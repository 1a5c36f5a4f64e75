"""What a terminal shows and takes: reports, outlines, keys."""
