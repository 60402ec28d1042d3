# Every target works from a bare clone with Python 3.11 or newer and make.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test lint check bench format lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

install: $(STAMP) ## make .venv from the hashed lock file

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Luotsi needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

demo: install ## play a whole programme on the local page (ARGS="..." are handed on)
	$(BIN)/luotsi demo $(ARGS)

test: install ## the tests (ARGS="tests/rules -k dst" narrows them)
	@echo "== pytest"
	$(BIN)/python -m pytest -n auto $(ARGS)

lint: install ## format, lint, types, import contracts
	@echo "== ruff format"
	$(BIN)/ruff format --check .
	@echo "== ruff check"
	$(BIN)/ruff check .
	@echo "== mypy"
	$(BIN)/mypy
	@echo "== import contracts"
	$(BIN)/lint-imports

check: lint test ## what CI runs: lint, then test

bench: install ## the benchmarks
	$(BIN)/python -m tests.benchmarks $(ARGS)

format: install ## put the code in its format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## resolve pyproject.toml anew into requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-header --no-annotate --upgrade --quiet --output-file requirements.lock

clean: ## remove .venv and every cache
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
