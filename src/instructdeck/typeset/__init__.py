"""Formulas, diagrams, charts and explorables, drawn when the deck is built."""
