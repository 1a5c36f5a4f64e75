"""instructdeck turns section folders of Markdown and YAML into a checked deck and its synthesis site."""

__version__ = "0.1.0"
