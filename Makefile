# Everything is in tools/dev.py, which also runs where there is no make.
PYTHON ?= python3

.PHONY: demo test check setup
demo test check setup:
	@$(PYTHON) tools/dev.py $@
