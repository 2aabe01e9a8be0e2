# make run   sets everything up and runs FaceMind (ARGS="recognize photo.jpg" for more)
# make test  sets everything up, browser and X server included, and passes all tests;
#            the page's behaviour is tried in one of its languages, FACEMIND_TEST_BOTH_LANGUAGES=1 tries both
# make screenshots photographs every tab of the page into screenshots/ (ARGS=--readme for the READMEs' pictures)
# make bench prints how fast it starts; the other benchmarks are told a video, see the README

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: run test screenshots bench lint clean

run: $(VENV)/run-ready
	$(PY) client.py $(ARGS)

test: $(VENV)/test-ready
	$(PY) -m pytest $(ARGS)

screenshots: $(VENV)/test-ready
	$(PY) README_images/page_screenshots.py $(ARGS)

lint: $(VENV)/test-ready
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

bench: $(VENV)/run-ready
	$(PY) benchmarks/start_up.py

$(VENV)/run-ready: requirements.txt
	$(PYTHON) -c 'import sys; assert (3, 11) <= sys.version_info[:2] <= (3, 13), "Python 3.11 to 3.13 is needed: make PYTHON=python3.12"'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/test-ready: $(VENV)/run-ready requirements-dev.txt requirements-train.txt tests/install_system_packages.sh
	sh tests/install_system_packages.sh
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV)
