# `make` sets up and builds the talk in content/; `make test` sets up what the tests need and runs them all.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := site
.PHONY: site test lint format types pytest browsers clean

site: .venv/installed
	@$(BIN)/instructdeck build

test: lint types pytest
	$(BIN)/instructdeck check --strict
	$(BIN)/instructdeck build

lint: .venv/installed-dev
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests

format: .venv/installed-dev
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

types: .venv/installed-dev
	$(BIN)/mypy

pytest: .venv/installed-dev browsers
	INSTRUCTDECK_TEST_BROWSERS=required $(BIN)/python -m pytest -n 2

# The tests look at the deck in real browsers, which Debian has.
browsers:
	@./tests/browsers.sh

# The stamp, not the program: a .venv that was interrupted on its way is made again.
.venv/made:
	@./tests/venv.sh $(PYTHON)
	@touch $@

.venv/installed: pyproject.toml .venv/made
	@echo "Installing instructdeck into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: pyproject.toml .venv/made
	@echo "Installing instructdeck and what its tests need into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/installed

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
