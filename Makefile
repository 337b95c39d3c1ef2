# Every target sets up what it needs: the virtual environment with the locked dependencies and,
# where a broker is used, RabbitMQ. On a bare Debian machine as root, `make demo` is all there is to do.

BIN := .venv/bin
BROKER := $(BIN)/python -m operations.broker --
PYTEST := $(BIN)/python -m pytest
BROWSER_TESTS := $(PYTEST) -p no:pytest_nameko --confcutdir=tests/browser tests/browser
COMPOSE := docker compose
COMPOSE_DEMO := $(COMPOSE) -f docker-compose.yml -f docker-compose.demo.yml

.DEFAULT_GOAL := help
# every target that `make help` shows is a command, not a file
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\#.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/.locked: requirements-dev.lock pyproject.toml operations/setup
	@operations/setup

setup: .venv/.locked ## make .venv with the locked dependencies

demo: setup ## play a real visiting day and check its books (REPORT=file writes them as JSON)
	@$(BIN)/kunjungan demo

run: setup ## start the whole system and stay until Ctrl-C (DATA=folder, EMPTY=1: no example house)
	@$(BIN)/kunjungan run $(if $(DATA),--data-dir $(DATA)) $(if $(EMPTY),--empty)

test: setup ## all tests, on a real broker and a real database
	$(BROKER) operations/test

lint: setup ## style, types, import rules, and that docs/ says what the code says
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kunjungan docs --check

unit: setup ## the rules alone
	$(PYTEST) tests/unit

component: setup ## one service at a time, on a real broker and a real database
	$(BROKER) $(PYTEST) tests/component

contract: setup ## every consumer is fed every example, twice and out of order
	$(BROKER) $(PYTEST) tests/contract

system: setup ## a day in small, through all services
	$(BROKER) $(PYTEST) tests/system

architecture: setup ## the import rules, each proven able to fail
	$(PYTEST) tests/architecture

browser: setup ## the console in a real browser: a whole day, every page, every picture of docs/screens
	@operations/browser
	$(BROKER) $(BROWSER_TESTS) $(TESTS)

fuzz: setup ## schemathesis against the running system as each role (EXAMPLES=n, ROLES=a,b)
	$(BROKER) $(BIN)/python -W ignore -m tests.fuzz

chaos: setup ## visits while everything breaks, and what of them is lost (VISITS=n, FAULTS=n, SEED=n, REPORT=file)
	$(BROKER) $(BIN)/python -W ignore -m tests.chaos

chaos-sabotage: setup ## the same with one guarantee switched off at a time: each must be found missing
	$(BROKER) $(BIN)/python -W ignore -m tests.chaos.sabotaged

permissions: setup ## try every credential against everything, and write docs/security.md's table
	$(BIN)/python -W ignore -m tests.permissions --table docs/security.md

fuzz-inward: setup ## any message to every event consumer and RPC method (EXAMPLES=n batches each, SEED=n)
	$(BROKER) env EXAMPLES=$(or $(EXAMPLES),20) $(PYTEST) --timeout=3600 tests/inward

bench: setup ## whole visits, ours beside plain nameko, FastStream and the floor (ROUNDS, DESKS, VISITS, GROWTH=0, REPORT, PLOT=1)
	$(BROKER) $(BIN)/python -W ignore -m bench

bench-gateway: setup ## reads and commands over HTTP and as bare RPC: rate, delay, share (REPORT=file)
	$(BROKER) $(BIN)/python -W ignore -m bench.gateway

bench-streams: setup ## 500 open live streams during the demo: delay, memory, who is dropped (REPORT=file)
	$(BROKER) $(BIN)/python -W ignore -m bench.streams

bench-consoles: setup ## 20 consoles in a browser during the demo: how far behind the events (REPORT=file, PACE=n instead of the timetable)
	@operations/browser
	$(BROKER) $(BIN)/python -W ignore -m bench.consoles

bench-growth: setup ## what a visit costs with many stored already (SIZES=1000,100000, ROUNDS=n, REPORT=file)
	$(BROKER) $(BIN)/python -W ignore -m bench.growth

bench-rush: setup ## 2,000 check-ins at once: until the last number, delays, memory (CHECK_INS=n, AT_ONCE=n, REPORT=file)
	$(BROKER) $(BIN)/python -W ignore -m bench.rush

bench-flames: setup ## flame graphs of where the time of a visit goes, into docs/pictures
	$(BROKER) $(BIN)/python -W ignore -m bench.flames

bench-nation: setup ## a Lebaran day of 532 houses simulated: how many processes of each service (FIGURES=file, REPORT=file)
	@$(BIN)/python -W ignore -m bench.nation

docs: setup ## write the pages about events, calls, refusals and settings from the code
	$(BIN)/kunjungan docs

UV := $(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11 --no-header \
      --no-emit-index-url --no-emit-find-links

lock: setup ## resolve the dependencies of pyproject.toml anew
	$(UV) pyproject.toml --output-file requirements.lock
	$(UV) pyproject.toml --extra embedded --extra dev --constraint requirements.lock \
	  --output-file requirements-dev.lock

compose-config: ## check the Compose files
	$(COMPOSE) config --quiet
	$(COMPOSE_DEMO) config --quiet
	$(COMPOSE) -f docker-compose.yml -f docker-compose.cluster.yml config --quiet

compose-demo: ## the demo against the system in containers, which is removed afterwards
	operations/compose-demo

compose-test: setup ## scale, upgrade, kill and restart the system in containers under load
	$(BIN)/python -W ignore -m tests.compose $(PARTS)

cluster-test: setup ## three broker nodes, one of which is killed during the demo
	$(BIN)/python -W ignore -m tests.compose.cluster

clean: ## remove everything that was made here
	rm -rf .venv .data build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	  .import_linter_cache
