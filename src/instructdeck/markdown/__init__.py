"""Markdown to blocks, each with its place."""
