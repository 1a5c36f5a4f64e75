# `make` sets up and builds the talk in content/; `make test` sets up what the tests need and runs them all.

PYTHON ?= python3
BIN := .venv/bin
# What is made when the program is installed is made of these.
MADE_OF := pyproject.toml hatch_build.py $(shell find templates -name '*.html')

.DEFAULT_GOAL := site
.PHONY: site test lint format types pytest browsers contact-sheet gallery-docs bench speed-charts soak office weight clean

site: .venv/installed
	@$(BIN)/instructdeck build

test: lint types pytest
	$(BIN)/instructdeck check --strict
	$(BIN)/instructdeck build

lint: .venv/installed-dev
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks

format: .venv/installed-dev
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

types: .venv/installed-dev
	$(BIN)/mypy

# What the tests of a file share is made once then.
pytest: .venv/installed-dev browsers
	INSTRUCTDECK_TEST_BROWSERS=required $(BIN)/python -m pytest -n 2 --dist loadscope

# The tests look at the deck in real browsers, which Debian has.
browsers:
	@./tests/browsers.sh

# Pictures of all slides in .contact-sheet/. SETS picks some (make contact-sheet SETS="light dark phone print"),
# DECK another deck (DECK=tests/layouts/talk.md).
contact-sheet: .venv/installed-dev browsers
	@$(BIN)/python tests/contact_sheet.py $(SETS) $(if $(DECK),--deck $(DECK))

# docs/gallery.md and the looks that tests/test_looks.py compares: keep them anew, and then look at them.
gallery-docs: .venv/installed-dev browsers
	REWRITE=1 INSTRUCTDECK_TEST_BROWSERS=required $(BIN)/python -m pytest -q tests/test_looks.py tests/test_gallery.py

# instructdeck and the tools of benchmarks/tools.toml that are on the PATH, for as many slides as SLIDES says.
bench: .venv/installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python benchmarks/run.py $(if $(SLIDES),--slides $(SLIDES))

# The charts of docs/speed.md anew, from the figures in benchmarks/figures.md.
speed-charts: .venv/installed
	@$(BIN)/python benchmarks/draw.py

# Broken input of the greatest size there can be, ten minutes of edits under `serve`, and 40,000 requests that are none.
soak: .venv/installed-dev
	@$(BIN)/python -m pytest -m soak
	@INSTRUCTDECK_PATHS=20000 INSTRUCTDECK_BROKEN=20000 $(BIN)/python -m pytest -n 0 tests/test_neighbours.py

# The PowerPoint file as LibreOffice opens and saves it: apt-get install libreoffice-impress libreoffice-math, or the like.
office: .venv/installed-dev
	@command -v soffice >/dev/null || { echo "make office needs LibreOffice with Impress and Math"; exit 1; }
	@$(BIN)/python -m pytest -q -m soak tests/test_pptx_office.py

# What a browser loads to show the first slide.
weight: .venv/installed-dev browsers
	@$(BIN)/instructdeck build
	@$(BIN)/python benchmarks/weight.py site --browser "$$(command -v chromium-headless-shell || command -v chromium)"

# The stamp, not the program: a .venv that was interrupted on its way is made again.
.venv/made:
	@./tests/venv.sh $(PYTHON)
	@touch $@

.venv/installed: $(MADE_OF) .venv/made
	@echo "Installing instructdeck into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: $(MADE_OF) .venv/made
	@echo "Installing instructdeck and what its tests need into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/installed

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .contact-sheet
