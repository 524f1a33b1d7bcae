// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

func TestASmallHeapIsCollectedLessOften(t *testing.T) {
	for name, tc := range map[string]struct {
		live uint64
		want int
	}{
		"nothing yet":                 {0, 2400},
		"a bot that has just started": {12 << 20, 200},
		"under load":                  {31 << 20, 70},
		"where half is the least":     {48 << 20, 50},
		"large":                       {400 << 20, 50},
	} {
		t.Run(name, func(t *testing.T) {
			if got := percentFor(tc.live); got != tc.want {
				t.Errorf("may grow by %d %%, want %d %%", got, tc.want)
			}
		})
	}
}

// TestTheCollectorFollowsTheHeap, unless GOGC says something else.
func TestTheCollectorFollowsTheHeap(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	t.Setenv("GOGC", "100")
	tuneCollector()
	if got := growth(); got != 100 {
		t.Errorf("GOGC is 100 and the heap may grow by %d %%", got)
	}
	t.Setenv("GOGC", "")
	tuneCollector()
	for deadline := time.Now().Add(time.Minute); growth() == leastPercent; runtime.GC() {
		if time.Now().After(deadline) {
			t.Fatal("a heap of some megabytes may grow by no more than a large one")
		}
	}
}

// growth is by how much the heap may grow now.
func growth() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
