"""The template folders, and what is made of their files."""
