#!/usr/bin/env bash
# Copyright The intentops Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Regenerates everything and fails when that changes or adds a file, then checks what can
# be checked without writing.
set -euo pipefail
cd "$(dirname "$0")/.."

before=$(git status --porcelain)
make --no-print-directory generate manifests licences
after=$(git status --porcelain)
if [ "$before" != "$after" ]; then
  echo "Generated files are not up to date: run 'make generate manifests licences' and commit the result." >&2
  diff <(echo "$before") <(echo "$after") >&2 || true
  exit 1
fi

unformatted=$(gofmt -s -l $(git ls-files '*.go'))
if [ -n "$unformatted" ]; then
  echo "Not formatted (run 'make fmt'):" >&2
  echo "$unformatted" >&2
  exit 1
fi

for file in $(git ls-files '*.go' '*.sh' | grep -v zz_generated); do
  if ! head -5 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0'; then
    echo "$file has no licence header" >&2
    exit 1
  fi
done

hack/crd-compat.sh

go mod verify
go mod tidy -diff
echo "Everything generated is up to date."
