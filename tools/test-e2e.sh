#!/usr/bin/env bash
# The journey in a real browser, against the built binary.
set -euo pipefail
cd "$(dirname "$0")/.."

export LANGQIAO_BIN=${LANGQIAO_BIN:-$PWD/target/debug/langqiao}
# The very same build as for the tests in Rust: with the features of one package alone, half of it would be built
# anew.
cargo test --workspace --no-run --quiet
cd e2e
lock=node_modules/.package-lock.json
if [ ! -e "$lock" ] || [ package-lock.json -nt "$lock" ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
# Readers of calendars and spreadsheets that others wrote.
if [ ! -e .venv/ready ] || [ readers/requirements.txt -nt .venv/ready ]; then
  rm -rf .venv
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r readers/requirements.txt
  touch .venv/ready
fi
npm test --silent
