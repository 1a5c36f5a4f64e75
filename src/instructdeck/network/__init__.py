"""Answers of public hosts."""
