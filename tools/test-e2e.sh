#!/usr/bin/env bash
# The journey in a real browser, against the built binary.
set -euo pipefail
cd "$(dirname "$0")/.."

export LANGQIAO_BIN=${LANGQIAO_BIN:-$PWD/target/debug/langqiao}
cargo build --quiet -p langqiao-platform --example gallery
cargo build --quiet -p langqiao --example office_spreadsheet
cd e2e
lock=node_modules/.package-lock.json
if [ ! -e "$lock" ] || [ package-lock.json -nt "$lock" ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
npm test --silent
