"""A deck as one file to send: what other programs open."""
