#!/usr/bin/env bash
# Installs what is missing and nothing else. `setup.sh build` for building, `setup.sh test` for testing too.
# Uses apt as root or through sudo; elsewhere it names what to install.
set -euo pipefail

missing=()
need() { # COMMAND PACKAGE
  command -v "$1" >/dev/null 2>&1 || missing+=("$2")
}

need cc build-essential
if [ "${1:-build}" = test ]; then
  need chromium chromium
  # Debian's Python comes without what makes a place of its own for packages.
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh family | grep -q . || missing+=(fontconfig fonts-noto-cjk)
fi

for tool in cargo:https://rustup.rs node:https://nodejs.org npm:https://nodejs.org; do
  if ! command -v "${tool%%:*}" >/dev/null 2>&1; then
    echo "Please install ${tool%%:*} first (${tool#*:}), then run this again." >&2
    exit 1
  fi
done

[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing Debian packages: ${missing[*]}"
if [ "$(id -u)" = 0 ]; then run=""; elif command -v sudo >/dev/null 2>&1; then run="sudo"; else
  echo "Please ask an administrator to run: apt-get install ${missing[*]}" >&2
  exit 1
fi
$run apt-get update -qq
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
