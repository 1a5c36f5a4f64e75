"""`python -m instructdeck`."""

from .cli import main

main(prog_name="instructdeck")
