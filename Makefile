# `make help` lists what there is. Needs GNU make and Python 3.11 or newer; everything else goes into .venv.

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
# The first Python on the PATH that is new enough; PYTHON=... on the command line overrules it.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1 && echo $$name && exit; \
	done; echo python3)
# `make lock FRESH=` keeps the locked versions that still fit the ranges.
FRESH ?= --upgrade

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# What a person set up for other projects stays out of this one.
unexport PYTHONPATH
unexport PYTHONHOME

# $(call locked,NAME): bring the environment to a lock, by hash. About a second where nothing is missing.
locked = $(PY) -m pip install --quiet --require-hashes -r locks/$(1).txt
# $(call compile,NAME,GROUP AND MORE): write one lock.
compile = $(PY) -m uv pip compile pyproject.toml --group $(2) $(FRESH) --universal --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" --quiet -o locks/$(1).txt
# The project itself, as a link to this folder: again after a change of pyproject.toml or a move of the folder.
COMMAND := $(VENV)/bin/crisis-coverage
linked = { [ $(COMMAND) -nt pyproject.toml ] && grep -qF "$(CURDIR)/$(VENV)/" $(COMMAND); } || \
	$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help app install test check format lock clean python venv dev chromium

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

app: install ## install what is missing, then start the app (on another port: make app PORT=8600)
	@echo "The app will be at http://127.0.0.1:$(PORT) (Ctrl+C stops it)"
	@exec $(PY) -m streamlit run app.py --server.port $(PORT)

install: venv ## put the product and its crisis-coverage command into .venv
	@$(call locked,app)
	@$(linked)

test: dev chromium ## install what is missing, a Chromium too where it can, then run every test
	@$(PY) -m pytest

check: dev chromium ## format, lint, types, every test, coverage
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	@rm -f .coverage .coverage.*
	@$(PY) -m pytest --cov --cov-report=term-missing --cov-fail-under=95

format: dev ## let ruff format the code and mend what it can
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

lock: dev ## write locks/ anew from the ranges in pyproject.toml
	$(call compile,app,build)
	$(call compile,dev,dev --constraints locks/app.txt)
	$(call compile,bench,bench --constraints locks/dev.txt)

clean: ## remove .venv and what building and testing left behind
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .benchmarks .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Steps of the above.

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Python 3.11 or newer is needed; \"$(PYTHON)\" is: $$($(PYTHON) --version 2>&1)."; \
	echo "Install one, or name one that is there, such as: make app PYTHON=/path/to/python3.12"; \
	exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "$$($(PYTHON) --version) came without venv and ensurepip, so it cannot make environments."; \
	echo "On Debian and Ubuntu run, as root: apt-get install python3-venv"; \
	echo "Elsewhere install a Python with its whole standard library, or name one: make app PYTHON=..."; \
	exit 1; } >&2

# A missing, broken or outdated environment is made anew; a look at a good one costs milliseconds.
venv:
	@$(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	$(MAKE) --no-print-directory python && \
	echo "Making $(VENV) with $$($(PYTHON) --version)" && $(PYTHON) -m venv --clear $(VENV); }

dev: venv
	@$(call locked,dev)
	@$(linked)

chromium:
	@tools/install_chromium.sh || echo "Browser tests are skipped here; with CI=true they fail instead." >&2
