"""A project's files: contained, of limited size; YAML with the place of every node."""
