#!/usr/bin/env bash
# Builds the styles and scripts into web/dist, when a source is newer than the last build.
set -euo pipefail
cd "$(dirname "$0")/../web"

lock=node_modules/.package-lock.json
if [ ! -e "$lock" ] || [ package-lock.json -nt "$lock" ]; then
  echo "Fetching the web packages named in web/package-lock.json"
  npm ci --no-audit --no-fund --silent
fi

stamp=dist/root/sw.js
if [ ! -e "$stamp" ] || [ -n "$(find . ../crates -path ./node_modules -prune -o -path ./dist -prune -o \
    \( -name '*.rs' -path '*/ui/*' -o -name '*.ts' -o -name '*.css' -o -name '*.json' -o -name '*.mjs' \) -newer "$stamp" -print -quit)" ]; then
  npm run --silent build
fi
