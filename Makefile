# Everything is in tools/dev.py, which also runs where there is no make.
PYTHON ?= python3

.PHONY: demo test check setup screenshots
demo test check setup:
	@$(PYTHON) tools/dev.py $@

# Pictures of every main state of the window, into docs/screenshots; needs no screen.
screenshots: setup
	@.venv/bin/python tools/screenshots.py
