#!/usr/bin/env bash
# Copyright The intentops Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Gets what the chat page is tested with: Chromium from the distribution, and axe-core from
# npm into bin/page. Where one cannot be had the tests say what they leave out; CI needs both.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing() {
  echo "The chat page's tests need $1: please install it" >&2
  [ -z "${CI:-}" ] || exit 1
  exit 0
}

# has tells whether there is one of some programs, and tries to install a package otherwise.
has() {
  local package=$1 program
  shift
  for program in "$@"; do
    if command -v "$program" >/dev/null; then return 0; fi
  done
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then return 1; fi
  echo "Installing $package" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -o DPkg::Lock::Timeout=120 update >&2 &&
    apt-get -qq -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "$package" >/dev/null
}

has chromium chromium chromium-browser google-chrome || missing Chromium

if [ -f bin/page/node_modules/axe-core/axe.min.js ] && cmp -s hack/page/package-lock.json bin/page/package-lock.json; then
  exit 0
fi
has npm npm || missing npm
mkdir -p bin/page
cp hack/page/package.json bin/page/
cp hack/page/package-lock.json bin/page/
npm ci --prefix bin/page --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || {
  rm -f bin/page/package-lock.json
  missing axe-core
}
