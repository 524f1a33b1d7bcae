#!/usr/bin/env bash
# Copyright The intentops Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Fails when the CRDs break with those of the commit in hack/upgrade-from, unless the change
# is in hack/crd-exceptions.yaml.
set -euo pipefail
cd "$(dirname "$0")/.."

commit=$(hack/upgrade-from.sh)
if [ -z "$commit" ]; then
  echo "CRDs: compared with nothing."
  exit 0
fi
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
git archive "$commit" config/crd/bases | tar -x -C "$before"
go run ./hack/crdcompat "$before/config/crd/bases" config/crd/bases hack/crd-exceptions.yaml
echo "CRDs: compatible with $commit, but for what is meant to break."
