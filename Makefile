# The only door to this project. `make` alone lists what it can do.
.POSIX:
.SUFFIXES:
.PHONY: help setup setup-dev run seed test test-unit test-postgres test-browser lint fmt check bench bench-postgres drill ci

PY = .venv/bin/python
PEERS =
# Checks run as the school's server would, on values that exist nowhere else.
PRODUCTION = GUANGQIN_MODE=production GUANGQIN_HOSTS=portal.example.cn DATABASE_URL=sqlite://:memory: \
	GUANGQIN_SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	GUANGQIN_SEAL_KEYS=k1:$$($(PY) -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())')

export PYTHONUTF8 = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv with what the product needs
	@sh scripts/setup.sh requirements.txt

setup-dev: ## … and with what tests and checks need
	@sh scripts/setup.sh requirements-dev.txt

run: ## start the portal with the demo school on 127.0.0.1:$PORT (8000)
	@sh scripts/run.sh

seed: setup ## load the demo school (again: changes nothing)
	@sh scripts/seal_key.sh
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py seed_demo

test: test-unit test-browser ## all tests on SQLite, then in a real browser

test-unit: setup-dev
	@$(PY) -m pytest -q -n 2 --dist worksteal

test-postgres: setup-dev ## unit tests on a PostgreSQL started for them
	@sh scripts/with_postgres.sh $(PY) -m pytest -q -n 2 --dist worksteal

test-browser: setup-dev
	@sh scripts/browser.sh
	@$(PY) -m pytest -q -m browser -n 2 --dist worksteal

lint: setup-dev ## read the code without running it: style, templates, layers
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m djlint --lint --quiet templates
	@.venv/bin/lint-imports

fmt: setup-dev ## mend what can be mended: imports, layout
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

check: lint ## lint, production settings, migrations, unit tests
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	@$(PRODUCTION) $(PY) manage.py makemigrations --check --dry-run
	@$(MAKE) test-unit

bench: setup-dev ## measure against docs/performance.md; PEERS=1: beside Wagtail
	@PEERS=$(PEERS) $(PY) -m bench

bench-postgres: setup-dev ## the pages of a school of full size, on PostgreSQL
	@sh scripts/with_postgres.sh $(PY) -m bench scale

drill: setup-dev ## races and kill -9, on both databases
	@$(PY) -m drill
	@sh scripts/with_postgres.sh $(PY) -m drill

ci: check test-postgres test-browser ## what .ci/run runs
