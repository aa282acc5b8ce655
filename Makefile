# Two commands do everything: `make run` (a family explained) and `make test` (everything checked).
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready

.PHONY: run test bench bench-web bench-population bench-peers bench-kills check format clean

run: $(READY)
	$(BIN)/openfisca-kz explain openfisca_kz/situations/newborn.yaml --on 2026-06

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tools.law_checks
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --fail-under=90

bench: $(READY)
	$(BIN)/python -m benchmarks

bench-web: $(READY)
	$(BIN)/python -m benchmarks.web

bench-population: $(READY)
	$(BIN)/python -m benchmarks.country

bench-peers: $(READY)
	$(BIN)/python -m benchmarks.peers

bench-kills: $(READY)
	$(BIN)/python -m benchmarks.kills --people 20600000

check: $(READY)
	$(BIN)/python -m tools.law_checks

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
