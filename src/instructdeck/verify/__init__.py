"""Quotes, looked up in the files of their sources."""
