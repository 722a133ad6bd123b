# `make help` lists what there is. Needs GNU make and Python 3.11 or newer; everything else goes into .venv.

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
# The first Python on the PATH that the locks hold wheels for (3.11 to 3.14), else the first that is
# newer, for which pip may have to build a package; PYTHON=... on the command line overrules it.
PYTHON ?= $(shell for newest in 14 99; do for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $$newest))" </dev/null >/dev/null 2>&1 \
	&& echo $$name && exit; done; done; echo python3)
# `make lock FRESH=` keeps the locked versions that still fit the ranges.
FRESH ?= --upgrade

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# What a person set up for other projects stays out of this one.
unexport PYTHONPATH
unexport PYTHONHOME

# Bring the environment to a lock, by hash. Not resolved again: pip would look at the newest releases
# and take or refuse one of them. About a second where nothing is missing.
locked = $(PY) -m pip install --quiet --no-deps --require-hashes -r locks/$(LOCK).txt
# pip says what is wrong only where it is not told to be quiet.
fits = misfits=$$($(PY) -m pip check) || { echo "$$misfits"; \
	echo "If pyproject.toml asks for something new, run make lock; else make clean, and $(VENV) is made anew."; exit 1; } >&2
# $(call compile,NAME,GROUP AND MORE): write one lock, for every system and every Python from the oldest
# on, whichever runs this; with the extras that packages ask for, and no package that has to be built.
compile = $(PY) -m uv pip compile pyproject.toml --group $(2) $(FRESH) --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-build --no-emit-index-url --custom-compile-command "make lock" \
	--quiet -o locks/$(1).txt
# Every test, a file at a time on each core; the slowest are listed at the end.
TESTS = $(PY) -m pytest --numprocesses=auto --dist=loadfile --durations=20
# The project itself, as a link to this folder: again after a change of pyproject.toml or a move of the folder.
COMMAND := $(VENV)/bin/crisis-coverage
linked = { [ $(COMMAND) -nt pyproject.toml ] && grep -qF "$(CURDIR)/$(VENV)/" $(COMMAND); } || \
	$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help app install test check format lock fresh clean python venv dev chromium

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

app: install ## install what is missing, then start the app (on another port: make app PORT=8600)
	@exec $(PY) -m geo app --port $(PORT)

install: LOCK := app
install: ## put the product and its crisis-coverage command into .venv

test: dev chromium ## install what is missing, a Chromium too where it can, then run every test
	@$(TESTS)

check: dev chromium ## format, lint, types, every test, coverage
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	@rm -f .coverage .coverage.*
	@$(TESTS) --cov --cov-report=term-missing --cov-fail-under=95

format: dev ## let ruff format the code and mend what it can
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

lock: LOCK := dev
lock: venv ## write locks/ anew from the ranges in pyproject.toml
	@$(locked)
	$(call compile,app,build)
	$(call compile,dev,dev --constraints locks/app.txt)
	$(call compile,bench,bench --constraints locks/dev.txt)

# Leaves nothing behind, and compiles nothing: what is compiled here runs once.
fresh: python ## try each lock in an empty environment, with the pip that comes with Python
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && trap 'exit 130' INT TERM && \
	for lock in app dev bench; do \
	PIP_COMPILE=0 $(MAKE) --no-print-directory dev LOCK=$$lock VENV="$$scratch/$$lock" && \
	"$$scratch/$$lock/bin/python" -m pip --version && \
	"$$scratch/$$lock/bin/python" -m tools.locks $$lock && rm -rf "$$scratch/$$lock" || exit 1; done

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

dev: LOCK := dev
install dev: venv
	@$(locked)
	@$(linked)
	@$(fits)

chromium:
	@tools/install_chromium.sh || echo "Browser tests are skipped here; with CI=true they fail instead." >&2
