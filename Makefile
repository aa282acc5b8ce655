# Two commands do everything: `make run` (a family explained) and `make test` (everything checked).
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready
# Without the plugins of what is tried as a library only: each takes its time to start, in every process.
PYTEST = $(BIN)/python -m pytest -n auto --dist worksteal -p no:schemathesis -p no:anyio
# The tests start the program hundreds of times: compiled once, it starts in half the time.
unexport PYTHONDONTWRITEBYTECODE
# What runs beside one another prints when it ends, so that nothing is mixed (make 4 and later).
APART = $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.PHONY: run serve test pytest test-slow coverage lint types law bench bench-against bench-web bench-population bench-peers bench-kills docs site format clean

run: $(READY)
	$(BIN)/openfisca-kz explain openfisca_kz/situations/newborn.yaml --on 2026-06
	@echo
	@echo "Next: make serve (the page, http://localhost:5000), or: source $(VENV)/bin/activate; openfisca-kz example"

serve: $(READY)
	$(BIN)/openfisca-kz serve --port 5000

# All four beside one another: all are run, and one that fails fails the whole.
test: $(READY)
	@echo "Checking style, types, law and tests: up to four minutes on two cores; each prints when it ends."
	@$(MAKE) --no-print-directory --keep-going --jobs=4 $(APART) pytest types law lint

pytest: $(READY)
	$(PYTEST) -m "not slow"

# What takes long: kills, a cluster, the wheel, a real browser and server, long properties, and the rest of each matrix
# of which the quick run takes every row and every column once (tests/rotating.py).
test-slow: $(READY)
	$(PYTEST) -m slow

coverage: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto --dist worksteal -p no:schemathesis -p no:anyio
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=90

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(READY)
	$(BIN)/mypy

law: $(READY)
	$(BIN)/python -m tools.law_checks

# The pages and parts of pages that are made from the code.
docs: $(READY)
	$(BIN)/python -m tools.docs.update

# The documentation site, in build/site; a link that leads nowhere is refused.
site: $(READY)
	$(BIN)/mkdocs build --quiet --strict

bench: $(READY)
	$(BIN)/python -m benchmarks

bench-against: $(READY)
	$(BIN)/python -m benchmarks.against

bench-web: $(READY)
	$(BIN)/python -m benchmarks.web
	$(BIN)/python -m benchmarks.web_faults

bench-population: $(READY)
	$(BIN)/python -m benchmarks.country
	$(BIN)/python -m benchmarks.fit

bench-peers: $(READY)
	$(BIN)/python -m benchmarks.peers

bench-kills: $(READY)
	$(BIN)/python -m benchmarks.kills --people 20600000

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	# Without what it asks for: it holds core's web server back at versions with known holes.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps 'openfisca-country-template>=8,<9'
	touch $(READY)

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage*
