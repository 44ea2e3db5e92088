# What a newcomer, a developer and CI say to Siwei. `make` alone explains.

# The first Python on this machine that is new enough; `make PYTHON=...` names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; exit; }; done)
python = $(or $(PYTHON),$(error Siwei needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3))
PORT ?= 8000
# Further arguments for pytest, as in: make test ARGS="-k assessment"
ARGS ?=
# A revision, the pages of which `make bench` measures beside those of the working tree.
AGAINST ?=

BIN := .venv/bin
# A few tests at a time: the slow ones, which come last, aren't handed out to one process alone.
PYTEST := $(BIN)/pytest --numprocesses logical --maxprocesses 4 --maxschedchunk 8 $(ARGS)
# Make itself, for what needs the environment that the recipe has just made sure of.
MAKE_AGAIN = @$(MAKE) --silent

CHECKS := format lint imports types migrations deployment templates
# As in a deployment. These commands read models and settings, never data.
MANAGE = SIWEI_DEBUG=false SIWEI_HTTPS=true DATABASE_URL=sqlite://:memory: \
	SIWEI_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	SIWEI_HISTORY_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	$(BIN)/python manage.py

SENTENCES := .cache/django.pot
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
# The locks name versions and hashes, and no index: where packages come from is for each machine
# to say.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run fresh test check bench format messages lock upgrade
.PHONY: environment browser translations sentences $(CHECKS:%=check-%)

help: ## explain what can be made
	@echo "Siwei tracks what Chinese cities promise in their water plans. Say make and one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

run: ## start Siwei with its plans on http://127.0.0.1:8000 (PORT=8001 for another)
	@$(python) scripts/environment.py run
	$(MAKE_AGAIN) translations
	@$(BIN)/python scripts/run.py $(PORT)

fresh: ## forget the database of `make run`
	rm -rf var

test: environment browser ## run all tests, on SQLite and then on PostgreSQL, with a browser
	unset DATABASE_URL; $(PYTEST)
	$(PYTEST) --postgres

check: environment ## check format, lint, imports, types, migrations, deployment and templates
	$(MAKE_AGAIN) --keep-going $(CHECKS:%=check-%)

check-format: run = $(BIN)/ruff format --check .
check-lint: run = $(BIN)/ruff check .
check-imports: run = $(BIN)/lint-imports --no-logo
check-types: run = $(BIN)/mypy .
check-migrations: run = $(MANAGE) makemigrations --check --dry-run
check-deployment: run = $(MANAGE) check --deploy --fail-level WARNING
check-templates: run = $(BIN)/djlint templates --lint --quiet

# A line each; what it says only where it fails.
$(CHECKS:%=check-%): check-%:
	@mkdir -p .cache
	@if $(run) >.cache/$@ 2>&1; then echo "ok      $*"; else echo "FAILED  $*"; cat .cache/$@; exit 1; fi

bench: environment browser ## time what people wait for; AGAINST=v0.1.0 measures its pages, too
	SIWEI_DEBUG=true $(BIN)/python manage.py bench
	SIWEI_DEBUG=true $(BIN)/python manage.py bench_import
	$(BIN)/python scripts/bench_pages.py $(if $(AGAINST),--against $(AGAINST))

format: environment ## format the code and mend what can be mended
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

messages: environment ## collect the sentences to translate into locale/, and count what is left
	$(MAKE_AGAIN) sentences
	$(BIN)/pybabel --quiet update --domain django --input-file $(SENTENCES) --output-dir locale --locale en \
		--width 100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel compile --domain django --directory locale --statistics

lock: environment ## resolve pyproject.toml into requirements/, keeping versions that fit
	$(LOCK) --group bootstrap --output-file requirements/bootstrap.txt
	$(LOCK) pyproject.toml --output-file requirements/run.txt
	$(LOCK) pyproject.toml --all-extras --constraint requirements/run.txt \
		--output-file requirements/extras.txt
	$(LOCK) pyproject.toml --all-extras --group dev --constraint requirements/extras.txt \
		--output-file requirements/dev.txt

upgrade: LOCK += --upgrade
upgrade: lock ## the same with the newest versions

environment:
	@$(python) scripts/environment.py dev

browser: environment
	@$(BIN)/python scripts/chromium.py

translations: $(TRANSLATIONS)

# Complete before it has its name: a running server never reads half a file.
%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@.partial
	@mv $@.partial $@

sentences:
	@mkdir -p $(dir $(SENTENCES))
	@PYTHONPATH=. $(BIN)/pybabel --quiet extract --mapping-file pyproject.toml \
		--keyword gettext_lazy --keyword pgettext_lazy:1c,2 \
		--add-location file --sort-by-file --width 100 --output-file $(SENTENCES) \
		common departments indicators siwei tasks templates
