#!/usr/bin/env bash
# Copyright The intentops Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Runs every fuzz target of the repository for FUZZTIME, two at a time.
set -euo pipefail
cd "$(dirname "$0")/.."

export FUZZTIME=${FUZZTIME:-30s}

fuzz() {
  local package=$1 target=$2 output
  if output=$(go test -run '^$' -fuzz "^$target\$" -fuzztime "$FUZZTIME" -parallel 1 "./$package" 2>&1) ||
    only_time_ended "$output"; then
    echo "ok    $package $target: $(grep -o 'execs: [0-9]*' <<<"$output" | tail -1 | sed 's/execs: //') runs"
    return
  fi
  echo "FAIL  $package $target"
  echo "$output"
  return 1
}

# Go before 1.27 may report the end of FUZZTIME as a failure (golang/go#75804), with nothing but
# its deadline. What a target finds always names an input or a process that ended.
only_time_ended() {
  grep -qx ' *context deadline exceeded' <<<"$1" &&
    ! grep -qE 'Failing input written|seed corpus entry|panic:|hung or terminated' <<<"$1"
}
export -f fuzz only_time_ended

git grep -o '^func Fuzz[A-Za-z0-9]*' -- '*_test.go' |
  sed -E 's|^(.*)/[^/]*:func (.*)$|\1 \2|' |
  xargs -P 2 -L 1 bash -c 'fuzz "$@"' fuzz
