// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
)

// namespaces reads a comma-separated list.
func namespaces(list string) ([]string, error) {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if problems := validation.IsDNS1123Label(name); len(problems) > 0 {
			return nil, fmt.Errorf("%q is not a valid name of a namespace: %s", name, problems[0])
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// collectAt is how much garbage there may be before it is collected, as a percentage of what is in
// use. Go's own default is 100. Most of what the operator has in use are its caches, which stay: with
// less than half the garbage it is a third smaller, for a tenth more processor time.
const collectAt = 40

// collectGarbage sets that, unless GOGC says something else. Nobody asks the operator for profiles of
// its memory, so none are kept.
func collectGarbage(gogc string) {
	runtime.MemProfileRate = 0
	if gogc == "" {
		debug.SetGCPercent(collectAt)
	}
}

// limitMemory keeps the heap below the container's limit, which is given in bytes: the rest
// is for stacks and what the runtime does not count. Empty means that there is no limit, and
// then GOMEMLIMIT holds.
func limitMemory(limit string) error {
	if limit == "" {
		return nil
	}
	bytes, err := strconv.ParseInt(limit, 10, 64)
	if err != nil || bytes <= 0 {
		return fmt.Errorf("MEMORY_LIMIT is %q: give a number of bytes above 0, or remove it", limit)
	}
	debug.SetMemoryLimit(bytes - bytes/8)
	return nil
}
