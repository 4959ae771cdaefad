# make demo   install everything and run the main job on the sample corpus
# make test   install everything and pass the tests
# make check  formatting, lint, types, tests
# make setup  install only: .venv/bin/extractor
# make docs   answer the questions of README and cookbook again
# make campaign-kills   50 ingests killed at random moments, and a full disk
# make scale   throughput, memory and growth from 100 files to 10,000
# make results   measure again every figure of docs/results.md
# make campaign  thousands of damaged and hostile files through one ingest
# make fuzz      fuzz targets driven by coverage, a minute each (SECONDS=600 for longer)
# make benchmark-peers   against pdfplumber, viparse, kreuzberg, HeidelTime, duckling, in an environment of their own

PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup system demo test check lint docs results benchmark-peers campaign campaign-kills fuzz scale clean

setup: $(BIN)/.installed system

$(BIN)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 setup" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

system:
	@scripts/setup-system.sh --dev

demo: setup
	@scripts/demo.sh

test: setup
	$(BIN)/python -m pytest --numprocesses auto

docs: setup
	$(BIN)/cog -r README.md docs/cookbook.md

results: setup
	$(BIN)/cog -r docs/results.md

benchmark-peers: setup build/peers-env/.installed
	$(BIN)/python benchmarks/side_by_side.py
	$(BIN)/python benchmarks/dates_peers.py gold $(wildcard ../shared/gold)

build/peers-env/.installed: benchmarks/peers.txt
	test -x build/peers-env/bin/python || $(PYTHON) -m venv build/peers-env
	build/peers-env/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/peers.txt
	@touch $@

campaign: setup
	$(BIN)/python benchmarks/campaign.py

campaign-kills: setup
	$(BIN)/python benchmarks/kills.py

SECONDS ?= 60
fuzz: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	$(BIN)/python benchmarks/fuzz.py --seconds $(SECONDS)

scale: setup
	$(BIN)/python benchmarks/scale.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
