# What a fresh checkout can do with Python >= 3.11 and make alone:
#
#   make demo    sets up .venv, analyses a sample company in out/, says where its page is
#   make test    sets up .venv, runs the tests
#   make check   format, lint, types, layers
#   make spark   adds what the test on Spark needs (half a gigabyte)
#   make bench   the engines side by side, into tests/bench/results.md (hours)
#   make clean   removes what the above made
#   make lock    resolves requirements.lock anew, after a change of the dependencies
#
# Another Python: make demo PYTHON=python3.13

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# The rules as Python, and what it is made of.
MADE   := src/tpgraph/reason/compiled/made.py
RULES  := $(filter-out $(MADE),$(wildcard ontology/rules/*/*.rq $(addprefix src/tpgraph/reason/,*.py compiled/*.py delta/*.py setwise/*.py)))

.DEFAULT_GOAL := help
.PHONY: help setup demo test check spark bench lock clean

help:
	@sed -n 's/^#   make /  make /p' Makefile

setup: $(READY) $(MADE)

$(MADE): $(RULES) | $(READY)
	@$(BIN)/python -m tpgraph.reason.compiled.writing

# Done again only when one of these files has changed.
$(READY): requirements.lock pyproject.toml hatch_build.py package.json package-lock.json
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "tpgraph: there is no '$(PYTHON)'. Install Python 3.11 or newer, or name yours: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "tpgraph: Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "tpgraph: this Python comes without venv. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "tpgraph: setting up $(VENV) (once; some minutes on a slow line)"
	@# An environment of another Python is made anew; one that stands is brought up to date.
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	  $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY) $(MADE)
	@mkdir -p out
	cd out && "$(CURDIR)/$(BIN)/tpgraph" demo
	@page=$$(find "$(CURDIR)/out" -name graph.html -print | head -n 1); \
	  test -n "$$page" || { echo "tpgraph: the demo left no graph.html in out/" >&2; exit 1; }; \
	  printf '\nThe page, to open in a browser: %s\n' "$$page"

test: $(READY) $(MADE)
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(READY) $(MADE)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

spark: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation \
	  -r requirements-spark.lock

bench: $(READY) $(MADE)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m tests.bench.engines.table

# One lock for every platform and Python; it carries hashes and no addresses.
COMPILE = .venv-lock/bin/uv pip compile --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
  --custom-compile-command "make lock" --quiet $(LOCKFLAGS)

lock:
	test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/python -m pip install --quiet uv; }
	$(COMPILE) pyproject.toml --group dev --output-file requirements.lock
	$(COMPILE) --group spark --output-file requirements-spark.lock

clean:
	rm -rf $(VENV) .venv-lock out build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf src/tpgraph/views/web/vendor $(MADE)
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
