// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"
	"os"
	"time"
)

// meter says how far the work is: often on a terminal, seldom in a log.
type meter struct {
	quit  chan struct{}
	ended chan struct{}
}

func newMeter(line func() string) *meter {
	m := &meter{quit: make(chan struct{}), ended: make(chan struct{})}
	go m.run(line)
	return m
}

func (m *meter) stop() {
	close(m.quit)
	<-m.ended
}

func (m *meter) run(line func() string) {
	defer close(m.ended)
	every, end := 15*time.Second, "\n"
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		every, end = time.Second, "   \r" // over the end of a longer line
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-m.quit:
			return
		case <-tick.C:
			fmt.Fprint(os.Stderr, line(), end)
		}
	}
}
