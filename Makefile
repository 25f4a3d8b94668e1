# Trame : les gestes de la maison. « make help » les nomme.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONDONTWRITEBYTECODE ?= 1
# Workers of the test run: two share the machine well, 0 runs in one process.
WORKERS ?= 2
ARGS ?=
LOCK := --quiet --upgrade --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
  --custom-compile-command "make lock"

.PHONY: help run test lint bench trial load setup setup-test browser lock format

help: ## montre ces lignes
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: setup ## démarre Trame avec une démonstration : http://127.0.0.1:8000 (ou CRM_PORT)
	@CRM_DEMO=1 $(BIN)/crm demo --if-empty
	@CRM_DEMO=1 $(BIN)/crm serve

test: setup-test browser lint ## vérifie tout : style, types, directions, scénarios, navigateur
	@$(BIN)/python -m pytest -n $(WORKERS) --ignore=tests/benchmarks $(ARGS)

lint: setup-test ## vérifie le style, les types et la direction des imports
	@$(BIN)/ruff format --check --quiet . || { echo "« make format » les met en forme."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint src/crm --lint --quiet

bench: setup-test ## mesure Trame contre son plancher, dans la même passe
	@$(BIN)/python -m pytest tests/benchmarks -p no:xdist -q -s $(ARGS)

trial: setup-test ## éprouve le moteur, longtemps : 8 rédacteurs, 50 000 événements, 100 « kill -9 »
	@CRM_TRIAL_EVENTS=$${CRM_TRIAL_EVENTS-50000} CRM_TRIAL_KILLS=$${CRM_TRIAL_KILLS-100} $(BIN)/python -m pytest \
	  tests/event_store/test_processes.py tests/event_store/test_kills.py -p no:xdist -q -s $(ARGS)

load: setup-test ## fait travailler des conseillers sur plusieurs processus, et compte ce qui en reste
	@PYTHONPATH=tests $(BIN)/python -m load $(ARGS)

setup: ## installe ce qu’il faut pour démarrer, dans .venv
	@$(PYTHON) scripts/set_up run

setup-test:
	@$(PYTHON) scripts/set_up test

browser: setup-test
	@$(BIN)/python scripts/get_browser

format: setup-test ## met le code en forme
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --fix --quiet .

lock: ## recalcule requirements/*.txt, sommes comprises (demande uv)
	@uv pip compile $(LOCK) requirements/run.in -o requirements/run.txt
	@uv pip compile $(LOCK) -c requirements/run.txt requirements/test.in -o requirements/test.txt
