#!/usr/bin/env bash
# Copyright The intentops Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Prints the commit that hack/upgrade-from names. Prints nothing, and why, when it names none;
# fails when this clone does not have it.
set -euo pipefail
cd "$(dirname "$0")/.."

name=$(sed 's/#.*//' hack/upgrade-from | tr -d '[:space:]')
if [ -z "$name" ]; then
  echo "hack/upgrade-from names no commit yet: there is no earlier version to compare with or to upgrade from." >&2
  exit 0
fi
if commit=$(git rev-parse --quiet --verify "$name^{commit}"); then
  echo "$commit"
  exit 0
fi
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  echo "hack/upgrade-from names $name, which this clone does not have because it is shallow: run 'git fetch --unshallow --tags'." >&2
else
  echo "hack/upgrade-from names $name, which this clone does not have: run 'git fetch --tags', or correct the file." >&2
fi
exit 1
