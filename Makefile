# The face of nianjian. `make` alone lists what there is.
PYTHON ?= python3.11
BIN := .venv/bin
AS_OF ?=
LANDING ?=
SAMPLE ?= 1
# What works on firm rows: duckdb, or a Spark target of profiles.yml.
TARGET ?= duckdb
SPARK = $(if $(shell command -v java),.venv-spark/ready)
ENGINE = $(if $(filter-out duckdb,$(TARGET)),.venv-spark/ready)
# How much memory engines may use for firm rows, and where they put the rest.
export NIANJIAN_MEMORY := $(MEMORY)
export NIANJIAN_SPILL := $(SPILL)
ifeq ($(filter $(SAMPLE),0 1),)
$(error SAMPLE is 0 or 1, not "$(SAMPLE)")
endif
# Systems set LANGUAGE for other ends; only what is said at the command counts.
DRAWN_IN = $(if $(filter command,$(firstword $(origin LANGUAGE))),$(LANGUAGE))
LANDED = $(if $(LANDING),--landing "$(LANDING)") $(if $(filter 0,$(SAMPLE)),--no-sample)

.DEFAULT_GOAL := help
.PHONY: help build refresh land new-system test quick parity check trace diff docs dictionary figures bench lint format messages lock clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

build: .venv/runtime $(ENGINE)  ## Install, build, test, check and publish the warehouse (AS_OF=YYYY-MM-DD: as known on that day; TARGET=spark: firm rows on Spark)
	@$(BIN)/nianjian build $(if $(AS_OF),--as-of $(AS_OF)) $(LANDED) --target $(TARGET)

refresh: .venv/runtime $(ENGINE)  ## Take in new files and build again only what depends on what has changed (LANDING=, SAMPLE=0)
	@$(BIN)/nianjian refresh $(if $(AS_OF),--as-of $(AS_OF)) $(LANDED) --target $(TARGET)

land: .venv/runtime  ## Take in what lies in data/landing (LANDING=folder) and report, file by file; SAMPLE=0: no sample
	@$(BIN)/nianjian land $(LANDED)

new-system: .venv/runtime  ## Make an indicator system of a study (FILE=study.yml; asks without one; CHECK=1: only check; REMOVE=code: take it out)
	@$(BIN)/nianjian new-system $(if $(FILE),"$(FILE)") $(if $(REMOVE),--remove "$(REMOVE)") $(if $(CHECK),--check) $(if $(SAVE),--save "$(SAVE)")

test: .venv/test $(SPARK)  ## Run every test: library, dbt, whole builds from seeds to the published file, Spark beside DuckDB
	@$(if $(SPARK),,echo 'NO JAVA HERE: Spark is not compared with DuckDB')
	@$(BIN)/python -m pytest

# Beside the tests that need a build: not the figures, the packages that methods are compared with, and their pages.
QUICK = tests/unit nianjian/methods --ignore=tests/unit/figures --ignore-glob='*peers.py' --ignore=tests/unit/methods/test_pages.py

quick: lint  ## What a change most likely breaks, in less than a minute: style, dbt's parsing, tests that need no build
	@$(BIN)/dbt --quiet parse --no-write-json & parsing=$$!; \
	$(BIN)/python -m pytest $(QUICK); tested=$$?; \
	wait $$parsing && exit $$tested

parity: .venv/runtime .venv-spark/ready  ## Work out the firm tables on DuckDB and on Spark and compare every column
	@$(BIN)/nianjian parity

check: .venv/runtime  ## Failed checks, open findings, printed results against recomputed
	@$(BIN)/nianjian check

trace: .venv/runtime  ## From a score down to its cells (SYSTEM= REGION= YEAR= [VARIANT=] [FORMAT=json])
	@$(BIN)/nianjian trace "$(SYSTEM)" "$(REGION)" "$(YEAR)" $(if $(VARIANT),--variant "$(VARIANT)") $(if $(FORMAT),--format "$(FORMAT)")

diff: .venv/runtime  ## What changed between two releases or two published files (FROM= TO= [FORMAT=json])
	@$(BIN)/nianjian diff "$(FROM)" "$(TO)" $(if $(FORMAT),--format "$(FORMAT)")

docs: .venv/docs  ## Write the documentation as a site that needs no network, with a page of every table (warehouse/site)
	@$(BIN)/nianjian docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo 'Site         warehouse/site/index.html'

dictionary: .venv/runtime  ## Write the doc blocks of every column from seeds/reference/dictionary.csv
	@$(BIN)/nianjian dictionary

figures: .venv/figures  ## Draw every figure with Chinese and English labels, SVG and PNG (SYSTEM=code LANGUAGE=zh|en OUT=folder)
	@$(BIN)/nianjian figures $(if $(SYSTEM),--system $(SYSTEM)) $(if $(DRAWN_IN),--language $(DRAWN_IN)) $(if $(OUT),--out "$(OUT)")

bench: .venv/test  ## Time the methods beside their peers and print ratios
	@for bench in dagum topsis robustness networks change space drivers landing firms; do $(BIN)/python -m bench.$$bench || exit 1; done

lint: .venv/test  ## Check the style of Python and SQL
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/sqlfmt --check models tests/data analyses

format: .venv/test  ## Put Python and SQL in style
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/sqlfmt models tests/data analyses

messages: .venv/runtime  ## Bring the catalogue of Chinese texts in line with the code
	@$(BIN)/python -m nianjian.locale.collect

lock:  ## Write the lock files anew after changing a version (needs uv)
	@requirements/lock.sh

clean:  ## Remove what builds wrote; the environment and what has landed stay
	rm -rf target logs warehouse/nianjian.duckdb warehouse/*.html warehouse/site warehouse/as_of warehouse/sample warehouse/figures warehouse/work/*.duckdb*

# Each environment is installed once and again only after its lock file or pyproject.toml changed.
.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo 'nianjian needs Python 3.11: call make with PYTHON=/path/to/python3.11'; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: .venv/python requirements/runtime.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/runtime requirements/test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@

# Figures need packages that a build does not.
.venv/figures: .venv/runtime requirements/figures.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/figures.lock
	@touch $@

# The site needs packages that a build does not.
.venv/docs: .venv/runtime requirements/docs.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/docs.lock
	@touch $@

# Spark needs packages that do not go together with the rest. Byte code is not written ahead: it is used seldom.
.venv-spark/ready: requirements/spark.lock
	@command -v java > /dev/null || { echo 'Spark needs Java 17, and there is no java here'; exit 1; }
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/spark.lock
	@touch $@
