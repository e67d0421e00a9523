# `make help` lists what there is. Everything happens in .venv and var/; nothing else of the machine is touched.

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
SERVERS := $(PY) -m portal.embedded
WORKERS := 2
PYTEST := $(PY) -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
TESTS := $(SERVERS) --name test --quick -- $(PYTEST)
LANGUAGES := sv
unexport PYTHONDONTWRITEBYTECODE  # where it is set, every process would compile every file anew: ten seconds each

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-long bench check check-served lint format types layers lock messages install clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## run the portal with made data on http://localhost:8000/ (PORT=8123, CATALOG=file.csv.gz)
	@PORT="$(PORT)" CATALOG="$(CATALOG)" exec $(PY) -m portal.demo.run

demo-reset: $(VENV)/.installed ## forget the demonstration's data and start anew
	@$(SERVERS) --name demo --reset
	@PORT="$(PORT)" CATALOG="$(CATALOG)" exec $(PY) -m portal.demo.run

test: $(VENV)/.installed-dev ## run the tests (ARGS="tests/orders -x")
	@$(TESTS) $(ARGS)

test-long: $(VENV)/.installed-dev ## run the tests that take minutes
	@$(TESTS) -m long $(ARGS)

bench: $(VENV)/.installed-dev ## measure the catalog with made products (SIZES="10000 1000000"; AGAIN=--again: pages alone)
	@$(SERVERS) --name bench --quick --memory 2GB -- $(PY) -m portal.bench.run $(AGAIN) $(SIZES)

check: $(VENV)/.installed-dev lint types layers ## format, lint, types, layers, migrations, deploy check, tests
	@$(SERVERS) --name test --quick -- $(MAKE) --no-print-directory check-served

check-served:
	$(PY) -m portal.translations
	DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) manage.py makemigrations --check --dry-run
	@DJANGO_SETTINGS_MODULE=portal.settings.production ALLOWED_HOSTS=portal.distributor.example \
	  PUBLIC_ADDRESS=https://portal.distributor.example \
	  EMAIL_URL=smtp+tls://user:password@mail.distributor.example:587 \
	  CELERY_BROKER_URL="$${CELERY_BROKER_URL:-$$REDIS_URL}" \
	  SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	  $(PY) manage.py check --deploy --fail-level WARNING
	$(PYTEST) $(ARGS)

lint: $(VENV)/.installed-dev ## ruff and djlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates

types: $(VENV)/.installed-dev ## mypy with django-stubs
	DATABASE_URL=postgres://nobody@localhost/types $(BIN)/mypy .

layers: $(VENV)/.installed-dev ## every import goes down
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## format the Python files
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/.installed-dev ## collect the texts to translate (needs gettext)
	$(PY) manage.py makemessages $(LANGUAGES:%=-l %) -e html,txt,py,jinja --no-obsolete --ignore=var --ignore=.venv --ignore=tests
	$(PY) -m portal.translations

lock: $(VENV)/.installed-dev ## write the lock files from requirements*.in
	for set in requirements requirements-dev; do \
	  $(BIN)/uv pip compile $$set.in --generate-hashes --no-header --no-annotate --universal \
	    --python-version 3.12 --quiet -o $$set.lock || exit 1; done
	@! grep -nE 'https?://|^--(index|extra|find)' requirements.lock requirements-dev.lock

install: $(VENV)/.installed-dev ## make .venv with everything in it

clean: ## remove .venv and var/
	rm -rf $(VENV) var

# --- The virtual environment ---------------------------------------------------------------------------------------
# The first Python that is 3.12 or newer and can make one. Each is tried by running it: a shim may exist and fail.

$(PY):
	@for python in $(PYTHON) python3.13 python3.12 python3.14 python3 python; do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$("$$python" --version)"; exec "$$python" -m venv --clear $(VENV); fi; \
	done; \
	echo "No Python 3.12 or newer with its venv module was found." >&2; \
	echo "Install one (Debian: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.13" >&2; \
	exit 1

$(VENV)/.installed: requirements.lock | $(PY)
	@echo "Installing what the portal runs on ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(PY)
	@echo "Installing what the portal and its tests run on ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.installed
