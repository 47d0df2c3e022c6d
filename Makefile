# From a fresh clone, with Python 3.11 or newer and make: `make demo`, `make test`.
# PYTHON=... chooses another Python; the newest that is found is used otherwise.

PYTHON ?= python3.14 python3.13 python3.12 python3.11 python3 python
# The oldest dependencies and other clients have no wheels for newer ones.
OLDEST_PYTHON ?= python3.11
VENV := .venv
CLIENTS := .venv-clients
BIN := $(VENV)/bin
CONTRACT ?= ../shared/contract/pinterest-v5.json
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test test-oldest test-clients lint format docs bench generate generate-check package clean
# A stamp whose installation broke off must not look finished.
.DELETE_ON_ERROR:
# Two installations into one environment at a time would spoil it.
.NOTPARALLEL:

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

demo: $(VENV)/installed-demo ## create, list, page through and update audiences, on the emulator
	@$(BIN)/python examples/demo.py

test: $(VENV)/installed-test ## run the tests and show the branch coverage of hand-written code
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest $(or $(ARGS),--ignore=tests/contract)
	@$(BIN)/coverage report
	@$(if $(ARGS),,$(BIN)/python -m pytest -q --numprocesses=2 tests/contract)

test-oldest: $(VENV)/oldest/installed ## run the tests with the oldest Python and dependencies that are promised to work
	@$(VENV)/oldest/bin/python -m pytest -q $(ARGS)

test-clients: $(VENV)/installed-test $(CLIENTS)/pinterest-api-sdk-0.2.7/installed $(CLIENTS)/pinterestsdk-2.1.0/installed ## use the emulator with clients that are not ours
	@$(BIN)/python -m tests.clients.run $(CLIENTS)/pinterest-api-sdk-0.2.7/bin/python tests/clients/official.py
	@$(BIN)/python -m tests.clients.run $(CLIENTS)/pinterestsdk-2.1.0/bin/python tests/clients/community.py

lint: $(VENV)/installed-lint ## style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/installed-lint ## put the style right where that can be done by machine
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/installed-docs ## build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "site/index.html"

bench: $(VENV)/installed-test ## measure this SDK against plain requests and json
	@$(BIN)/python -m benchmarks

generate: $(VENV)/installed-lint ## write the generated code anew; CONTRACT=FILE is the API's description
	@$(BIN)/python -m codegen --contract "$(CONTRACT)"

generate-check: $(VENV)/installed-lint ## tell whether the generated code is what CONTRACT=FILE gives
	@$(BIN)/python -m codegen --contract "$(CONTRACT)" --check

package: $(VENV)/installed-package ## build wheel and source archive into dist/
	@$(BIN)/python -m build --outdir dist .

clean: ## remove what the other targets made
	rm -rf $(VENV) $(CLIENTS) .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The extras of pyproject.toml, each installed once, and again when that file changes.
$(VENV)/installed-%: pyproject.toml | $(BIN)/python
	@echo "installing what this needs ($*) into $(VENV) ..."
	@$(PIP) --editable '.[$*]'
	@touch $@

$(VENV)/oldest/installed: pyproject.toml | $(BIN)/python
	@echo "installing the oldest dependencies into $(@D) ..."
	@$(OLDEST_PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	    print(*p["dependencies"], *p["optional-dependencies"]["emulator"], sep="\n")' | sed 's/>=/==/' >$(@D)/oldest.txt
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(@D)/oldest.txt --editable '.[test]'
	@touch $@

# One environment for each client, NAME-VERSION; the official one is a package named pinterest, as ours is.
$(CLIENTS)/%/installed:
	@echo "installing $* into $(@D) ..."
	@$(OLDEST_PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check "$$(echo $* | sed 's/-\([0-9.]*\)$$/==\1/')"
	@touch $@

$(BIN)/python:
	@for python in $(PYTHON); do \
	    if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "using $$("$$python" --version) ($$(command -v "$$python"))"; \
	        exec "$$python" -m venv --clear $(VENV); \
	    fi; \
	done; \
	echo "make: none of these is a Python 3.11 or newer with the modules venv and ensurepip: $(PYTHON)" >&2; \
	echo "make: install one (Debian, Ubuntu: python3 and python3-venv), or name it: make PYTHON=/path/to/python3.11 ..." >&2; \
	exit 1
