# Every command of the project. `make run` and `make test` are all a newcomer needs.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PORT ?= 8501
TEST_PROCESSES ?= 2
COMPILE := $(BIN)/pip-compile -q --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --no-header --annotation-style=line

.PHONY: help setup run api check test nightly bench train demo alerts docs lock clean

help:  ## List the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: .venv/ready  ## Create .venv and install the product with the command .venv/bin/aid

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else "Python 3.11 to 3.13 is needed; set PYTHON=/path/to/it")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: setup  ## Open the planner in a browser, on the demonstration operation
	$(BIN)/aid app --port $(PORT)

api: setup  ## Serve the API on this machine; see docs/api.md
	$(BIN)/aid api

check: .venv/ready-dev  ## Format, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: .venv/ready-dev  ## All tests, in a real browser too
	sh tests/install_what_tests_need.sh
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile tests/unit tests/property tests/app
	$(BIN)/python -m pytest tests/browser

nightly: .venv/ready-dev  ## The slow proofs that `make test` leaves out
	sh tests/install_what_tests_need.sh
	$(BIN)/python -m pytest -m nightly tests/unit tests/property tests/app tests/browser
	$(BIN)/python -m pytest --hypothesis-profile=default tests/property

bench: .venv/ready-dev  ## Measured figures, printed as tables
	sh tests/install_what_tests_need.sh
	$(BIN)/python -m tests.benchmark

train: setup  ## Train a new set of models; see `aid train --help`
	$(BIN)/aid train

demo: setup  ## Make the demonstration operation again from its seed
	$(BIN)/python data/make_demo.py

alerts: setup  ## Make the rules of Prometheus again from deploy/monitoring.toml
	$(BIN)/aid alerts --rules deploy/prometheus/alerts.yml

docs: setup  ## Make rules and reference again from the code
	$(BIN)/python docs/make_rules.py
	$(BIN)/python docs/make_reference.py

lock: .venv/ready-dev  ## Compile requirements*.txt from requirements*.in
	$(BIN)/python -m pip install --quiet pip-tools
	$(COMPILE) -o requirements.txt requirements.in
	sed -i '/^tensorflow==/d' requirements.txt
	echo 'tensorflow==2.21.0 ; sys_platform != "linux" or platform_machine != "x86_64"' >> requirements.txt
	$(COMPILE) -c requirements.txt -o requirements-serving.txt requirements-serving.in
	$(COMPILE) -o requirements-dev.txt requirements-dev.in

clean:  ## Remove the environment and the working folder
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .hypothesis
