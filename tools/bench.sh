#!/usr/bin/env bash
# Measures the release build and writes target/bench.json; see docs/bench.md. Options go to the bench, such as
# --quick or --only coverage.
#
# LANGQIAO_BENCH_PG names a PostgreSQL to measure on; without it a throwaway one is started that syncs its commits
# to the disk, and is removed in the end.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release -p langqiao -p langqiao-bench

if [ -z "${LANGQIAO_BENCH_PG:-}" ]; then
    export LANGQIAO_TEST_PG_DURABLE=1
    trap 'tools/pg-test.sh stop' EXIT
    LANGQIAO_BENCH_PG=$(tools/pg-test.sh start)
    export LANGQIAO_BENCH_PG
fi
target/release/langqiao-bench "$@"
