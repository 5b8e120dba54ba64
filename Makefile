# Needs GNU make and Python 3.11 or later; everything else goes into .venv, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SDK := generated/openai-realtime
CORPUS ?= ../shared/corpus
CONFIG := spec/sdk.yaml
PIP := pip install -qq --disable-pip-version-check

# What decides which packages are installed.
REQUIREMENTS := pyproject.toml templates/pyproject.toml.jinja
SCRIPTS := examples/demo.py benchmarks/bench.py benchmarks/rest.py benchmarks/websocket.py benchmarks/generate.py docs/write_schema.py

# Everything that sends requests; `-p` gives these tests another library than the rest.
ON_HTTPX2 := tests/unit/runtime tests/sdk tests/robustness tests/user_code

# Everything that opens a WebSocket, on the oldest version of the library that packages allow.
ON_WEBSOCKETS15 := tests/sdk/test_websocket.py tests/sdk/test_websocket_end.py \
	tests/functional/test_sockets.py tests/functional/test_reconnection.py \
	tests/functional/test_requests_over_sockets.py tests/functional/test_requests_reconnecting.py \
	tests/unit/runtime/test_links.py tests/robustness/test_soak.py \
	$(wildcard tests/robustness/test_websocket_*.py)
WEBSOCKETS15 := build/websockets15

comma := ,

.DEFAULT_GOAL := help
.PHONY: help demo test test-httpx2 test-websockets15 corpus check lint generate docs bench clean

# Expanded in recipes: one line and exit code 2 instead of a failure deep inside pip.
require-python = $(if $(filter ok,$(shell ($(PYTHON) -c \
	'import sys; print("ok" if sys.version_info >= (3, 11) else "old")') 2>/dev/null)),,$(error \
	Python 3.11 or later is needed, and $(PYTHON) is not; name one with `make PYTHON=...`))
make-venv = test -x $(1)/bin/pip || $(PYTHON) -m venv $(1)
# The generated package comes second: where it is missing, the generator makes it first.
install = $(BIN)/$(PIP) -e '.[$(1)]' \
	&& { test -f $(SDK)/pyproject.toml || $(BIN)/specloom generate $(CONFIG); } \
	&& $(BIN)/$(PIP) -e $(SDK)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.demo ## Generate the SDK and talk through it to a mock server (ARGS="--live": to the real one)
	@$(BIN)/specloom generate $(CONFIG)
	@$(BIN)/python examples/demo.py $(ARGS)

test: $(VENV)/.dev ## Run every test (ARGS="-k name" for some)
	@$(BIN)/python -m pytest $(ARGS)

test-httpx2: $(VENV)/.dev ## Run the tests of the runtime and the flagship on httpx2
	@$(BIN)/python -m pytest -p tests.with_httpx2 $(ON_HTTPX2) $(ARGS)

test-websockets15: $(VENV)/.dev $(WEBSOCKETS15)/.ready ## Run the tests of connections on websockets 15
	@PYTHONPATH=$(WEBSOCKETS15) $(BIN)/python -m pytest $(ON_WEBSOCKETS15) $(ARGS)

corpus: $(VENV)/.dev ## Generate from every document of $(CORPUS) (ARGS="--set NAME": from some)
	@$(BIN)/python -m tests.corpus.corpus --corpus $(CORPUS) $(ARGS)

check: $(VENV)/.dev ## Fail if the committed SDK is not what the specs give
	@$(BIN)/specloom check $(CONFIG)

lint: $(VENV)/.dev ## Check style and types, of the generated package too
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict codegen runtime
	$(BIN)/mypy --strict $(SCRIPTS)
	cd $(SDK) && $(CURDIR)/$(BIN)/mypy --strict --cache-dir $(CURDIR)/.mypy_cache/sdk src
	$(BIN)/basedpyright --pythonpath $(BIN)/python runtime $(SDK)/src

generate: $(VENV)/.demo ## Write the SDK from the specs
	@$(BIN)/specloom generate $(CONFIG)

docs: $(VENV)/.demo ## Write what of docs/ is made from the code
	@for script in docs/write_*.py; do $(BIN)/python $$script || exit 1; done

bench: .venv-bench/.ready $(if $(OPENAPI),.venv-peer/.ready) ## Compare speed with the peer SDK (OPENAPI=FILE: a generator with its peer)
ifdef OPENAPI
	@$(BIN)/python benchmarks/generate.py --openapi $(OPENAPI) \
		--peer .venv-peer/bin/openapi-python-client $(ARGS)
else
	@.venv-bench/bin/python benchmarks/bench.py --generator $(BIN)/python $(ARGS)
	@echo && .venv-bench/bin/python benchmarks/rest.py $(ARGS)
	@echo && .venv-bench/bin/python benchmarks/websocket.py $(ARGS)
endif

clean: ## Remove the environments, caches and builds
	rm -rf $(VENV) .venv-bench .venv-peer build dist .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.demo: $(REQUIREMENTS)
	$(require-python)
	@echo "setting up $(VENV) (once): the generator, its mock server and the generated package"
	@$(call make-venv,$(VENV))
	@$(call install,mock)
	@touch $@

$(VENV)/.dev: $(REQUIREMENTS)
	$(require-python)
	@echo "setting up $(VENV) (once): the generator, its tests and linters, and the generated package"
	@$(call make-venv,$(VENV))
	@$(call install,mock$(comma)test$(comma)lint)
	@touch $@ $(VENV)/.demo

$(WEBSOCKETS15)/.ready: $(VENV)/.dev
	@echo "setting up $(WEBSOCKETS15) (once): the oldest supported version of websockets"
	@$(BIN)/$(PIP) --no-deps --target $(WEBSOCKETS15) 'websockets>=15,<16'
	@touch $@

# The two SDKs alone: httpx imports more where the generator's libraries are installed too.
.venv-bench/.ready: $(VENV)/.demo templates/pyproject.toml.jinja benchmarks/requirements.txt
	$(require-python)
	@echo "setting up .venv-bench (once): the peer SDK and the generated package"
	@$(call make-venv,.venv-bench)
	@.venv-bench/bin/$(PIP) -r benchmarks/requirements.txt -e $(SDK)
	@touch $@

.venv-peer/.ready: benchmarks/requirements-generate.txt
	$(require-python)
	@echo "setting up .venv-peer (once): the peer generator"
	@$(call make-venv,.venv-peer)
	@.venv-peer/bin/$(PIP) -r benchmarks/requirements-generate.txt
	@touch $@
