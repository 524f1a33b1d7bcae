// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"
	"os"
	"sync/atomic"
	"time"
)

// meter says how far a build is: often on a terminal, seldom in a log.
type meter struct {
	done  atomic.Int64
	total atomic.Int64
	quit  chan struct{}
	ended chan struct{}
}

func newMeter(count func() int) *meter {
	m := &meter{quit: make(chan struct{}), ended: make(chan struct{})}
	go func() { m.total.Store(int64(count())) }()
	go m.run(time.Now())
	return m
}

func (m *meter) add() { m.done.Add(1) }

func (m *meter) stop() {
	close(m.quit)
	<-m.ended
}

func (m *meter) run(started time.Time) {
	defer close(m.ended)
	every, end := 15*time.Second, "\n"
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		every, end = time.Second, "\r"
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-m.quit:
			return
		case <-tick.C:
			fmt.Fprint(os.Stderr, progress(m.done.Load(), m.total.Load(), time.Since(started)), end)
		}
	}
}

// progress counts packages compiled now. Those already in Go's cache are never
// named, so a warm build may end well below the total.
func progress(done, total int64, elapsed time.Duration) string {
	of := "?"
	if total > 0 {
		of = fmt.Sprint(total)
	}
	return fmt.Sprintf("      %d of at most %s packages, %s", done, of, elapsed.Round(time.Second))
}
