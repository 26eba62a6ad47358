# Langqiao 廊桥. A newcomer needs two commands: `make demo` and `make test`.
# Each does all of its own set-up, and says what it does.

DATA ?= data/demo
LISTEN ?= 127.0.0.1:8080
SEED ?= 7
BIN = target/debug/langqiao

.PHONY: help demo demo-fresh test test-rust test-e2e bench check web setup setup-test openapi docs clean

help:
	@echo "make demo        build, fill with the demonstration county, serve on http://$(LISTEN)"
	@echo "make demo-fresh  the same, starting over"
	@echo "make test        every test: SQLite, PostgreSQL and a real browser"
	@echo "make bench       how fast it is beside bare programs on this machine: a table, and target/bench.json"
	@echo "make check       what must hold before a commit: types, format, lints, licences"
	@echo "make openapi     write docs/api/openapi.json anew"

demo: $(BIN)
	$(BIN) demo --data $(DATA) --listen $(LISTEN) --seed $(SEED)

demo-fresh: $(BIN)
	rm -rf $(DATA)
	$(BIN) demo --data $(DATA) --listen $(LISTEN) --seed $(SEED)

$(BIN): web FORCE
	cargo build -p langqiao

FORCE:

web: setup
	@tools/build-web.sh

setup:
	@tools/setup.sh build

setup-test:
	@tools/setup.sh test

test: setup-test web test-rust test-e2e

test-rust: web
	tools/test-rust.sh

test-e2e: web
	tools/test-e2e.sh

bench: setup-test web
	tools/bench.sh

check: web
	cd web && npm run --silent check
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	tools/deny.sh

openapi: $(BIN)
	$(BIN) openapi > docs/api/openapi.json

clean:
	cargo clean
	rm -rf web/node_modules web/dist e2e/node_modules e2e/out
