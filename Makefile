# In a fresh clone, with Python 3.11 or newer: `make demo`, `make test`. PYTHON=... chooses the Python for .venv.

# The first of these that is 3.11 or newer is used.
PYTHON ?= python3.14 python3.13 python3.12 python3.11 python3 python
# The oldest dependencies, and the other clients, have no wheels for newer versions.
OLDEST_PYTHON ?= python3.11
VENV := .venv
CLIENTS := .venv-clients
BIN := $(VENV)/bin
CONTRACT ?= ../shared/contract/pinterest-v5.json
# Files that cover most of the code in seconds, for the runs that check other dependencies and not the code itself.
CORE_TESTS := tests/api tests/client tests/models
PARALLEL := --numprocesses=auto --maxprocesses=8
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' pinterest/version.py)
# The folders of tests that have targets of their own.
OTHER_SUITES := $(addprefix --ignore=tests/,browser contract fuzz notebooks scale)

# Without cached bytecode, each process that the tests start compiles the SDK again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-contract test-fuzz test-oldest test-clients test-notebooks test-scale test-browser test-install lint format docs audit bench generate generate-check package clean
# Remove the stamp of an installation that failed.
.DELETE_ON_ERROR:
# Two installations into the same environment at once would break it.
.NOTPARALLEL:

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

demo: $(VENV)/installed-demo ## create, list, page through and update audiences on the emulator
	@$(BIN)/python examples/demo.py

test: $(VENV)/installed-test ## run the quick tests, with branch coverage; ARGS="tests/meta -x" runs some tests, without
	@$(BIN)/python -m pytest $(PARALLEL) $(or $(ARGS),$(OTHER_SUITES) -m "not slow" --cov --cov-report=term)

test-slow: $(VENV)/installed-test ## run the tests that take more than half a second each, and long series of them
	@$(BIN)/python -m pytest $(PARALLEL) $(OTHER_SUITES) -m slow $(ARGS)

test-contract: $(VENV)/installed-test ## check every operation against the API's description
	@$(BIN)/python -m pytest $(PARALLEL) tests/contract $(ARGS)

test-fuzz: $(VENV)/installed-test ## throw many arbitrary responses and arguments at the SDK; SEED=1 chooses others
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest $(PARALLEL) tests/fuzz tests/faults \
	    $(if $(SEED),--hypothesis-seed=$(SEED)) $(ARGS)

test-oldest: $(VENV)/oldest/installed ## run the core tests with the oldest supported Python and dependencies
	@$(VENV)/oldest/bin/python -m pytest $(PARALLEL) $(or $(ARGS),$(CORE_TESTS) -m "not slow")

# The names of the environments of other clients: NAME-VERSION.
OFFICIAL := pinterest-api-sdk-0.2.7
COMMUNITY := pinterestsdk-2.1.0
CONNECTOR := airbyte-source-pinterest-2.1.12
AGENCY := arcane-pinterest-2.4.1
WRAPPER := python-pinterest-0.2.0
SIGN_IN := django-allauth-65.22.1
CLIENT_STAMPS := $(patsubst %,$(CLIENTS)/%/installed,\
    $(OFFICIAL) $(OFFICIAL)-alone $(COMMUNITY) $(CONNECTOR) $(AGENCY) $(WRAPPER) $(SIGN_IN))
# $(call run-client,ENVIRONMENT,SCRIPT,OPTIONS)
run-client = $(BIN)/python -m tests.clients.run $(3) $(CLIENTS)/$(1)/bin/python tests/clients/$(2).py

test-clients: $(VENV)/installed-test $(CLIENT_STAMPS) ## run other Pinterest clients against the emulator
	@$(call run-client,$(OFFICIAL),official)
	@$(call run-client,$(OFFICIAL)-alone,official_on_alias)
	@$(call run-client,$(COMMUNITY),community)
	@$(call run-client,$(CONNECTOR),airbyte_connector,--demo-shop)
	@$(call run-client,$(AGENCY),arcane_library,--demo-shop --https)
	@$(call run-client,$(WRAPPER),python_pinterest,--demo-shop)
	@$(call run-client,$(SIGN_IN),allauth_sign_in)

test-notebooks: $(VENV)/installed-notebooks ## run the example notebooks and compare their outputs with the stored ones
	@$(BIN)/python -m pytest tests/notebooks $(ARGS)

test-scale: $(VENV)/installed-scale ## run the example on a Dask cluster, whose workers share one quota through Redis
	@$(BIN)/python -m pytest tests/scale $(ARGS)

test-browser: $(VENV)/installed-browser site/index.html ## try in Chromium what people see in a browser; SCREENSHOTS=FOLDER keeps the pictures
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1; } || true
	@$(BIN)/python -m pytest tests/browser $(ARGS)

# `make docs` builds it again.
site/index.html:
	@$(MAKE) --no-print-directory docs

lint: $(VENV)/installed-lint ## check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/installed-lint ## fix the style problems that Ruff can fix
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/installed-docs ## build the documentation into site/
	@# With --quiet, mkdocs does not count warnings, so --strict would not fail.
	@log=$$(NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict 2>&1) || { echo "$$log" | grep -v '^INFO' >&2; exit 1; }
	@echo "site/index.html"

audit: $(VENV)/installed-audit ## look for known weaknesses in the code and its dependencies
	@$(BIN)/python -m tests.audit

bench: $(VENV)/installed-test ## compare the speed of the SDK with plain requests and json
	@$(BIN)/python -m benchmarks

generate: $(VENV)/installed-lint ## regenerate the generated code; CONTRACT=FILE is the API's description
	@$(BIN)/python -m codegen --contract "$(CONTRACT)"

generate-check: $(VENV)/installed-lint ## check that the generated code matches CONTRACT=FILE
	@$(BIN)/python -m codegen --contract "$(CONTRACT)" --check

package: $(VENV)/installed-package ## build the wheel and the source archive into dist/
	@$(BIN)/python -m build --outdir dist .
	@$(BIN)/twine check --strict $(addprefix dist/pinterest_v5-$(VERSION),-py3-none-any.whl .tar.gz)

test-install: $(VENV)/installed-test package ## install the wheel into a new environment per extra, and use it there
	@$(BIN)/python -m tests.install dist/pinterest_v5-$(VERSION)-py3-none-any.whl

clean: ## delete the environments and everything that was built
	rm -rf $(VENV) $(CLIENTS) .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# $(call install,PYTHON,ARGUMENTS) runs pip. A terminal gets pip's own progress bars, anything else one line per step.
PLAIN_STEPS := /^(Collecting|Building|Installing) /{s/ \(.*//;s/^/  /;p;}
define install
	if [ -t 1 ]; then $(1) -m pip install --disable-pip-version-check $(2); else \
	    rm -f $(@D)/failed; \
	    { $(1) -m pip install --disable-pip-version-check $(2) || touch $(@D)/failed; } | sed -unE '$(PLAIN_STEPS)'; \
	    ! rm $(@D)/failed 2>/dev/null; \
	fi
endef

# One stamp per extra. A change of pyproject.toml installs the extra again.
$(VENV)/installed-%: pyproject.toml | $(BIN)/python
	@echo "installing the SDK with the extra '$*' into $(VENV); the first time takes about a minute"
	@$(call install,$(BIN)/python,--editable '.[$*]')
	@touch $@

$(VENV)/oldest/installed: pyproject.toml | $(BIN)/python
	@echo "installing the oldest supported dependencies into $(@D)"
	@$(OLDEST_PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	    print(*p["dependencies"], *p["optional-dependencies"]["emulator"], sep="\n")' | sed 's/>=/==/' >$(@D)/oldest.txt
	@$(call install,$(@D)/bin/python,--constraint $(@D)/oldest.txt --editable '.[test]')
	@touch $@

# One environment per client, named NAME-VERSION. The packages of several are named `pinterest`, as this one is.
$(CLIENTS)/%/installed:
	@echo "installing $* into $(@D)"
	@$(OLDEST_PYTHON) -m venv --clear $(@D)
	@$(call install,$(@D)/bin/python,"$$(echo $* | sed 's/-\([0-9.]*\)$$/$(EXTRA)==\1/')")
	@touch $@

$(CLIENTS)/$(SIGN_IN)/installed: EXTRA := [socialaccount]

# The official SDK without its generated client, but with what both SDKs need.
$(CLIENTS)/$(OFFICIAL)-alone/installed: pyproject.toml
	@echo "installing $(OFFICIAL) without its generated client into $(@D)"
	@$(OLDEST_PYTHON) -m venv --clear $(@D)
	@$(call install,$(@D)/bin/python,--no-deps "$$(echo $(OFFICIAL) | sed 's/-\([0-9.]*\)$$/==\1/')")
	@$(@D)/bin/python -c 'import importlib.metadata as found, tomllib; \
	    needed = [one for one in found.requires("pinterest-api-sdk") if "generated" not in one.lower()]; \
	    print(*needed, *tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' >$(@D)/needed.txt
	@$(call install,$(@D)/bin/python,--requirement $(@D)/needed.txt)
	@touch $@

$(BIN)/python:
	@for python in $(PYTHON); do \
	    if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "creating $(VENV) with $$("$$python" --version) ($$(command -v "$$python"))"; \
	        exec "$$python" -m venv --clear $(VENV); \
	    fi; \
	done; \
	echo "make: found no Python 3.11 or newer with the modules venv and ensurepip. Tried: $(PYTHON)" >&2; \
	echo "make: Install one (on Debian and Ubuntu: python3 and python3-venv), or name one: make PYTHON=/path/to/python3.11 ..." >&2; \
	exit 1
