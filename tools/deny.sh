#!/usr/bin/env bash
# Licences, bans and sources of all dependencies. cargo-deny is installed where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v cargo-deny >/dev/null 2>&1 || cargo install cargo-deny --locked --quiet
cargo deny --log-level warn check licenses bans sources
