.PHONY: run demo setup setup-dev train test lint facts eval bench lock
export RASA_TELEMETRY_ENABLED = false

run: setup
	@.venv/bin/python -m deploy.run

# Imaginary patients in var/demo, and the house started on them; the clinic's data stay untouched.
demo: setup
	@.venv/bin/python -m demo

setup:
	@deploy/setup.sh app

setup-dev:
	@deploy/setup.sh dev

train: setup
	@.venv/bin/python -m deploy.train

test: setup-dev
	@.venv/bin/python -m deploy.test

lint: setup-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy --exclude _in_rasa regimen analysis actions clinic bot/app.py bot/channels bot/gateway deploy bench evaluation demo
	.venv/bin/mypy --python-executable .venv-rasa/bin/python --python-version 3.10 bot/understanding bot/server evaluation/timing_in_rasa.py evaluation/intents_in_rasa.py evaluation/cross_validation_in_rasa.py
	.venv/bin/mypy --exclude 'tests/bot/(understanding|server)|_in_rasa' tests
	.venv/bin/lint-imports

facts: setup
	@.venv-rasa/bin/python -m bot.understanding

eval: setup-dev
	@.venv/bin/python -m evaluation

bench: setup-dev
	@.venv/bin/python -m bench

# Keeps the versions that are pinned already; `make lock UPGRADE=--upgrade` takes the newest.
COMPILE = .venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header $(UPGRADE)
LEAN = --override requirements/overrides.in
lock: setup
	$(COMPILE) -p 3.11 requirements/uv.in -o requirements/uv.txt
	$(COMPILE) -p 3.11 pyproject.toml $(LEAN) -o requirements/app.txt
	$(COMPILE) -p 3.11 pyproject.toml $(LEAN) --group dev -o requirements/dev.txt
	$(COMPILE) -p 3.10 --group rasa -o requirements/rasa.txt
	$(COMPILE) -p 3.10 --group rasa --group rasa-dev -o requirements/rasa-dev.txt
