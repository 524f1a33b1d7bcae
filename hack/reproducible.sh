#!/usr/bin/env bash
# Copyright The intentops Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Builds the operator and the bot from two copies of the source, in folders with different
# names and without the repository, and compares the programs. FRESH=1 compiles everything
# anew for the second one, the standard library too, which takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for copy in one another/further/in; do
  mkdir -p "$work/$copy"
  git ls-files -z go.mod go.sum api cmd controllers internal | tar --null --files-from=- -c | tar -x -C "$work/$copy"
done

build() { # folder
  CGO_ENABLED=0 GOOS=linux GOFLAGS= GOWORK=off go build -C "$1" -trimpath -buildvcs=false \
    -ldflags "-s -w -buildid= -X main.version=reproducible" -o "$1/out/" ./cmd/manager ./cmd/bot
}
build "$work/one"
if [ -n "${FRESH:-}" ]; then
  export GOCACHE="$work/cache"
fi
build "$work/another/further/in"

for program in manager bot; do
  first=$(sha256sum < "$work/one/out/$program")
  second=$(sha256sum < "$work/another/further/in/out/$program")
  if [ "$first" != "$second" ]; then
    echo "$program differs between two builds of the same source: ${first%% *} and ${second%% *}" >&2
    exit 1
  fi
  echo "$program ${first%% *}, twice the same"
done
