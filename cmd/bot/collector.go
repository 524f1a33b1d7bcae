// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// The heap grows by leastPercent before the garbage collector runs: less memory for about a sixth of
	// the throughput, a limit that no bot comes near. A small heap grows by leastGrowth, or the collector
	// would run several times a second under load, and stop all turns each time.
	leastPercent = 50
	leastGrowth  = 24 << 20
	// percentStep is in which steps the percentage changes: a change stops all turns, too.
	percentStep = 10
)

// tuneCollector decides after each collection when the next one is. GOGC, where it is set, decides instead.
func tuneCollector() {
	if os.Getenv("GOGC") != "" {
		return
	}
	c := &collector{live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
	debug.SetGCPercent(leastPercent)
	c.percent = leastPercent
	c.again()
}

// collector follows the size of the heap.
type collector struct {
	live    []metrics.Sample
	percent int
}

// again is called after the next collection, which finds that nobody needs the marker.
func (c *collector) again() {
	marker := new([64]byte)
	runtime.SetFinalizer(marker, func(*[64]byte) {
		c.adjust()
		c.again()
	})
}

// adjust takes over what is due for the heap as the last collection left it.
func (c *collector) adjust() {
	metrics.Read(c.live)
	if c.live[0].Value.Kind() != metrics.KindUint64 {
		return // a later version of Go does not say it
	}
	if percent := percentFor(c.live[0].Value.Uint64()); percent != c.percent {
		c.percent = percent
		debug.SetGCPercent(percent)
	}
}

// percentFor is by how much a heap with so many bytes in use may grow.
func percentFor(live uint64) int {
	percent := 100 * leastGrowth / max(live, 1<<20)
	return max(leastPercent, int(percent)/percentStep*percentStep)
}
