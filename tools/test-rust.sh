#!/usr/bin/env bash
# Every Rust test, on SQLite and on a throwaway PostgreSQL that lives in target/.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${LANGQIAO_TEST_PG:-}" ]; then
  LANGQIAO_TEST_PG=$(tools/pg-test.sh start)
  export LANGQIAO_TEST_PG
  trap 'tools/pg-test.sh stop' EXIT
fi

if cargo nextest --version >/dev/null 2>&1; then
  cargo nextest run --workspace --no-fail-fast
else
  cargo test --workspace --lib --bins --tests --no-fail-fast
fi
cargo test --workspace --doc --quiet
