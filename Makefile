# What a newcomer, a developer and CI say to Siwei. `make` alone explains.

# The first Python on this machine that is new enough; `make PYTHON=...` names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; exit; }; done)
python = $(or $(PYTHON),$(error Siwei needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3))
PORT ?= 8000
# Further arguments for pytest, as in: make test ARGS="-k assessment"
ARGS ?=

BIN := .venv/bin
PYTEST := $(BIN)/pytest --numprocesses logical --maxprocesses 4 $(ARGS)

.DEFAULT_GOAL := help
.PHONY: help run fresh test check bench format messages lock upgrade environment browser

help: ## explain what can be made
	@echo "Siwei tracks what Chinese cities promise in their water plans. Say make and one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

run: ## start Siwei with its plans on http://127.0.0.1:8000 (PORT=8001 for another)
	@$(python) scripts/environment.py run
	@$(BIN)/python scripts/run.py $(PORT)

fresh: ## forget the database of `make run`
	rm -rf var

test: environment browser ## run all tests, on SQLite and then on PostgreSQL, with a browser
	unset DATABASE_URL; $(PYTEST)
	$(PYTEST) --postgres

check: environment ## check format, lint, types, migrations and templates
	@$(BIN)/python scripts/check.py

bench: environment ## time what people wait for, with five cities and with a nation
	SIWEI_DEBUG=true $(BIN)/python manage.py bench

format: environment ## format the code and mend what can be mended
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

messages: environment ## collect the sentences to translate into locale/
	$(BIN)/python scripts/messages.py

lock: environment ## resolve pyproject.toml into requirements/, keeping versions that fit
	$(BIN)/python scripts/lock.py

upgrade: environment ## the same with the newest versions
	$(BIN)/python scripts/lock.py --upgrade

environment:
	@$(python) scripts/environment.py dev

browser: environment
	@$(BIN)/python scripts/chromium.py
