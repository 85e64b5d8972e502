# Every target sets up what it needs: system packages (apt), then .venv from pyproject.toml.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
WORKERS ?= 2
HOME_NAME ?= agile

.PHONY: help demo pictures test check contract bench install uninstall clean system-packages
help:
	@echo "make demo       the app with a sample home; without a display, pictures of it in build/demo/"
	@echo "make pictures   prices and what was found of every sample home, light and dark, in build/pictures/"
	@echo "make test       every test, the desktop ones on a virtual desktop"
	@echo "make check      formatting, types, layers, dead code, house rules"
	@echo "make contract   every operation of the API: simulated, spoken, faults tried"
	@echo "make bench      start-up, memory and idle cost beside the floor"
	@echo "make install    install for this user, with menu entry and icon; make uninstall removes it"

system-packages:
	@packaging/linux/install-system-packages

$(VENV)/.ready: pyproject.toml | system-packages
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/.ready
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  exec $(RUN)/kraken-desktop --demo=$(HOME_NAME); \
	else \
	  exec $(RUN)/python -m tests.desktop.demo --home $(HOME_NAME) --pictures build/demo; \
	fi

pictures: $(VENV)/.ready
	$(RUN)/python -m tests.ui.home_pictures $(ARGS)

# Desktop tests share one worker (and so one virtual desktop); the rest spread over the others.
test: $(VENV)/.ready system-packages
	$(RUN)/python -m pytest --numprocesses $(WORKERS) --dist loadgroup $(ARGS)

check: $(VENV)/.ready
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python -m pytest -q tests/house # banned calls, dead code (vulture), reference counts, documents, resources

contract: $(VENV)/.ready
	$(RUN)/python -m tests.simulator.contract_table

bench: $(VENV)/.ready system-packages
	PYTHONPATH=. $(RUN)/python packaging/bench/run.py $(ARGS)

install:
	packaging/linux/install-system-packages --runtime
	PYTHON=$(PYTHON) packaging/linux/install-for-user

uninstall:
	packaging/linux/install-for-user --remove

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
