# Four doors: make demo, make test, make check, make bench. Each sets itself up in .venv; all they need is Python >= 3.11 and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The regions build on the national base, so it comes first.
PLUGINS := plugins/coordkit-ukraine plugins/coordkit-kherson plugins/coordkit-poltava plugins/coordkit-mail
EXAMPLES := examples/kherson_public_safety.py examples/poltava_coalition_1325.py examples/write_a_plugin.py
RECIPES := pyproject.toml $(addsuffix /pyproject.toml,$(PLUGINS)) constraints.txt

# Stamps: what is installed in .venv, as of the files named above.
USE := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt
EDITABLE := --no-build-isolation --editable '.[cli,mail]' $(addprefix --editable ./,$(PLUGINS))

.PHONY: help demo test check bench clean

help:
	@echo 'make demo    run the examples: reports on the screen, calendars and tables under out/'
	@echo 'make test    run every test (PYTEST="-k gate" narrows it)'
	@echo 'make check   ruff, mypy --strict, and the rules of the house'
	@echo 'make bench   measure'
	@echo 'make clean   remove .venv, out/ and what the tools leave behind'

demo: $(USE)
	@set -e; for example in $(EXAMPLES); do printf '\n== %s ==\n\n' "$$example"; $(BIN)/python "$$example"; done

test: $(DEV)
	$(BIN)/python -m pytest --numprocesses=2 $(PYTEST)

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet tests/house/test_import_rules.py tests/house/test_public_names.py tests/house/test_standing_alone.py

bench: $(DEV)
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A machine may hold an old python3 beside a newer python3.12; `PYTHON=...` decides where it is new enough.
$(BIN)/python:
	@set -e; found=; \
	for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'make: no Python 3.11 or newer found. Install one (Debian, Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12' >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
	  version=$$("$$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "make: $$found cannot make a virtual environment: its venv module is not installed. Debian, Ubuntu: apt install python$$version-venv" >&2; exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$found" --version) ..."; \
	"$$found" -m venv --clear $(VENV)

$(USE): $(RECIPES) | $(BIN)/python
	@echo 'Installing coordkit and its plugins into $(VENV) ...'
	@$(PIP) pip hatchling
	@$(PIP) $(EDITABLE)
	@touch $@

$(DEV): $(USE)
	@echo 'Installing the tools for tests and checks into $(VENV) ...'
	@$(PIP) --group dev
	@touch $@
